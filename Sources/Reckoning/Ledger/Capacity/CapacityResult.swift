import Civil

/// What a model makes of a month's peaks.
struct CapacityResult: Sendable {
    /// Highest first.
    let counting: [DayPeak]
    let step: CapacityStep?
    let isProvisional: Bool

    /// - Parameters:
    ///   - days: the month's daily maxima.
    ///   - yearDays: the daily maxima from a day and before another, of the months before and after too.
    init(
        model: CapacityModel,
        month: LocalMonth,
        days: [DayPeak],
        yearDays: (LocalDay, LocalDay) -> [DayPeak]
    ) {
        switch model.method {
        case .meanOfDailyMaxima(let count):
            counting = Array(days.ranked().prefix(count))
            isProvisional = days.count < count
        case .monthlyMaximum:
            counting = Array(days.ranked().prefix(1))
            isProvisional = days.isEmpty
        case .weightedWeeklyPeaks(let count, let weights):
            let year = WeekYear(endingWith: month)
            let weeks = year.peaks(of: yearDays(year.first, year.end), weights)
            counting = Array(weeks.ranked().prefix(count))
            isProvisional = !year.isWhole(weeks)
        case .mainFuse, .unknown:
            counting = []
            isProvisional = false
        }
        let sum = counting.reduce(0) { $0 + $1.weighted }
        step = model.steps?.step(sumWh: sum, count: max(1, counting.count) * 100)
    }

    /// In W, rounded; 0 before the first peak.
    var meanW: Int {
        let count = max(1, counting.count) * 100
        return (counting.reduce(0) { $0 + $1.weighted } + count / 2) / count
    }
}

/// The weeks of twelve months, Monday to Sunday. A week belongs to the month of its Monday, which its weight goes by too. That
/// the twelve months end with the month that is billed is an assumption: the company's pages say the last twelve months before
/// the billing period, and invoices come in arrears.
struct WeekYear: Sendable {
    /// The first Monday.
    let first: LocalDay
    /// The first Monday of the month after.
    let end: LocalDay

    init(endingWith month: LocalMonth) {
        first = Self.firstMonday(in: month.adding(months: -11))
        end = Self.firstMonday(in: month.next)
    }

    private static func firstMonday(in month: LocalMonth) -> LocalDay {
        // The Monday of the week that the 7th is in.
        LocalDay(year: month.year, month: month.month, day: 7).monday
    }

    /// The highest day of each week, with its weight, by week.
    ///
    /// - Parameter days: daily maxima within the weeks, in order.
    func peaks(of days: [DayPeak], _ weights: SeasonWeights) -> [DayPeak] {
        var weeks: [DayPeak] = []
        for day in days {
            var peak = day
            peak.weightPercent = weights[day.day.monday.localMonth]
            if let last = weeks.last, last.day.monday == peak.day.monday {
                if peak.importWh > last.importWh { weeks[weeks.count - 1] = peak }
            } else {
                weeks.append(peak)
            }
        }
        return weeks
    }

    /// Whether there is a peak of every week up to the last one known.
    func isWhole(_ weeks: [DayPeak]) -> Bool {
        guard let last = weeks.last else { return false }
        var monday = first
        var count = 0
        while monday <= last.day.monday {
            count += 1
            monday = monday.adding(days: 7)
        }
        return weeks.count >= count
    }
}
