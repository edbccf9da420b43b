/// The closed hours of this month and the last one, and the peaks that follow from them.
///
/// Peaks are always computed from the hours, so that an hour that gets a better value changes them too.
struct MonthBook: Sendable {
    private var entries: [Entry] = []
    private let calendar: LocalCalendar
    private let steps: CapacitySteps

    /// An hour with the local day that it belongs to, which is the day of its start.
    fileprivate struct Entry: Sendable {
        var hour: Hour
        var day: LocalDay
    }

    init(calendar: LocalCalendar, steps: CapacitySteps) {
        self.calendar = calendar
        self.steps = steps
    }

    /// Books an hour, in the place of what was known of it before.
    mutating func book(_ hour: Hour) {
        let entry = Entry(hour: hour, day: calendar.day(of: hour.start))
        let place = entries.lastIndex { $0.hour.start <= hour.start }
        if let place, entries[place].hour.start == hour.start {
            entries[place] = entry
        } else {
            entries.insert(entry, at: place.map { $0 + 1 } ?? 0)
        }
        if entries.count > Self.longestTwoMonths { entries.removeFirst() }
    }

    /// The hours of two months of 31 days, and the one that October has twice. By number and not by month, so that a clock
    /// that was a year ahead for a while does not take this month's hours with it.
    private static let longestTwoMonths = 2 * 31 * 24 + 1

    func hour(startingAt start: Instant) -> Hour? {
        entries.last { $0.hour.start <= start }.flatMap { $0.hour.start == start ? $0.hour : nil }
    }

    // MARK: - What follows

    func status(of month: LocalMonth) -> MonthStatus {
        let hours = entries.filter { $0.day.localMonth == month }
        let days = highestOfEachDay(hours.filter { $0.hour.isCertain })
        let counting = Array(
            days.sorted { ($0.importWh, $1.hour) > ($1.importWh, $0.hour) }.prefix(3)
        )
        let sumWh = counting.reduce(0) { $0 + $1.importWh }
        let count = max(1, counting.count)
        return MonthStatus(
            month: month,
            days: days,
            counting: counting,
            uncertain: uncertain(hours.filter { !$0.hour.isCertain }, beside: days),
            meanW: (sumWh + count / 2) / count,
            step: steps.step(sumWh: sumWh, count: count),
            isProvisional: days.count < 3,
            importWh: hours.reduce(0) { $0 + $1.hour.importWh },
            exportWh: hours.reduce(0) { $0 + $1.hour.exportWh }
        )
    }

    /// The highest certain hour of a day, in Wh, and those of the month's other days, highest first.
    func maxima(of day: LocalDay) -> (today: Int?, otherDays: [Int]) {
        let month = day.localMonth
        let days = highestOfEachDay(
            entries.filter { $0.day.localMonth == month && $0.hour.isCertain }
        )
        let others = days.filter { $0.day != day }.map(\.importWh).sorted(by: >)
        return (days.first { $0.day == day }?.importWh, others)
    }

    /// The capacity step that a month ended on; `nil` when less than three of its days are known.
    func step(of month: LocalMonth) -> CapacityStep? {
        let status = status(of: month)
        return status.isProvisional ? nil : status.step
    }

    /// By day; the first of equal hours.
    private func highestOfEachDay(_ entries: [Entry]) -> [DayPeak] {
        var peaks: [DayPeak] = []
        for entry in entries {
            let peak = DayPeak(entry)
            if let last = peaks.last, last.day == entry.day {
                if peak.importWh > last.importWh { peaks[peaks.count - 1] = peak }
            } else {
                peaks.append(peak)
            }
        }
        return peaks
    }

    private func uncertain(_ entries: [Entry], beside days: [DayPeak]) -> [DayPeak] {
        highestOfEachDay(entries).filter { peak in
            guard let certain = days.first(where: { $0.day == peak.day }) else { return true }
            return peak.importWh > certain.importWh
        }
    }
}

extension DayPeak {
    fileprivate init(_ entry: MonthBook.Entry) {
        self.init(
            day: entry.day,
            hour: entry.hour.start,
            importWh: entry.hour.importWh,
            quality: entry.hour.quality
        )
    }
}
