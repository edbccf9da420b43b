import Civil

/// The places that count by a month's model, and who is in them when an hour begins. Values are in hundredths of a Wh, weighted
/// by season where the model does that.
struct PeakRace: Sendable, Equatable {
    /// How many peaks count.
    var places: Int
    /// The peaks of the other days, or weeks, highest first.
    var others: [Int]
    /// The peak of this hour's own day, week or month so far: of them only the highest counts.
    var own: Int?
    /// What the hour counts for, in per cent.
    var weightPercent = 100

    /// The sum of the peaks that count now, and how many they are.
    var counting: (sum: Int, count: Int) {
        let peaks = (others + (own.map { [$0] } ?? [])).sorted(by: >).prefix(places)
        return (peaks.reduce(0, +), peaks.count)
    }
}

extension PeakRace {
    /// - Parameters:
    ///   - days: the month's daily maxima.
    ///   - yearDays: the daily maxima from a day and before another.
    /// - Returns: `nil` where no hour decides.
    init?(
        model: CapacityModel,
        day: LocalDay,
        days: [DayPeak],
        yearDays: (LocalDay, LocalDay) -> [DayPeak]
    ) {
        switch model.method {
        case .meanOfDailyMaxima(let count):
            self.init(places: count, of: days) { $0.day == day }
        case .monthlyMaximum:
            self.init(places: 1, of: Array(days.ranked().prefix(1))) { _ in true }
        case .weightedWeeklyPeaks(let count, let weights):
            let year = WeekYear(endingWith: day.localMonth)
            let weeks = year.peaks(of: yearDays(year.first, year.end), weights)
            self.init(places: count, of: weeks) { $0.day.monday == day.monday }
            weightPercent = weights[day.monday.localMonth]
        case .mainFuse, .unknown: return nil
        }
    }

    private init(places: Int, of peaks: [DayPeak], isOwn: (DayPeak) -> Bool) {
        self.places = places
        others = peaks.filter { !isOwn($0) }.map(\.weighted).sorted(by: >)
        own = peaks.first(where: isOwn)?.weighted
    }
}
