import Civil

/// The closed hours of this month and the last one, the daily maxima of the year before them, and the peaks of both.
///
/// Peaks are always computed from the hours, so that an hour that gets a better value changes them too.
struct MonthBook: Sendable {
    private var entries: [Entry] = []
    /// The daily maxima of before `entries`, by day: for peaks of twelve months, and for the same month of last year.
    private var earlier: [DayPeak] = []
    /// Rises with every change, so that what was computed of the hours can be kept until then.
    private(set) var revision = 0
    private let calendar: LocalCalendar
    private let schedule: CapacitySchedule

    /// An hour with the local day that it belongs to, which is the day of its start.
    private struct Entry: Sendable {
        var hour: Hour
        var day: LocalDay
    }

    /// - Parameter earlier: daily maxima from before the hours that will be booked, by day.
    init(calendar: LocalCalendar, schedule: CapacitySchedule, earlier: [DayPeak] = []) {
        self.calendar = calendar
        self.schedule = schedule
        self.earlier = Array(earlier.suffix(Self.longestYear))
    }

    /// Books an hour, in the place of what was known of it before.
    mutating func book(_ hour: Hour) {
        revision += 1
        let entry = Entry(hour: hour, day: calendar.day(of: hour.start))
        let place = entries.lastIndex { $0.hour.start <= hour.start }
        if let place, entries[place].hour.start == hour.start {
            entries[place] = entry
        } else {
            entries.insert(entry, at: place.map { $0 + 1 } ?? 0)
        }
        if entries.count > Self.longestTwoMonths { fold(entries.removeFirst()) }
    }

    /// Replaces the daily maxima from before the hours that are held; of days whose hours are held they are not needed.
    mutating func replace(earlier days: [DayPeak]) {
        revision += 1
        // The oldest day may be held in part.
        let held = Set(entries.map(\.day)).subtracting(entries.first.map { [$0.day] } ?? [])
        earlier = Array(days.filter { !held.contains($0.day) }.suffix(Self.longestYear))
    }

    /// The hours of two months of 31 days, and the one that October has twice. By number and not by month, so that a clock
    /// that was a year ahead for a while does not take this month's hours with it.
    private static let longestTwoMonths = 2 * 31 * 24 + 1
    /// Days from the beginning of this month a year ago to the oldest of `entries`, and some.
    private static let longestYear = 370

    /// Keeps only the daily maximum of an hour that is too old.
    private mutating func fold(_ entry: Entry) {
        guard entry.hour.isCertain else { return }
        let peak = DayPeak(entry.hour, on: entry.day)
        let place = earlier.lastIndex { $0.day <= entry.day }
        if let place, earlier[place].day == entry.day {
            let known = earlier[place]
            if peak.importWh > known.importWh || peak.hour == known.hour { earlier[place] = peak }
        } else {
            earlier.insert(peak, at: place.map { $0 + 1 } ?? 0)
        }
        if earlier.count > Self.longestYear { earlier.removeFirst() }
    }

    func hour(startingAt start: Instant) -> Hour? {
        entries.last { $0.hour.start <= start }.flatMap { $0.hour.start == start ? $0.hour : nil }
    }

    /// Energy of the closed hours of a day, and of its month.
    func energy(of day: LocalDay) -> (day: WattHours, month: WattHours) {
        var today = WattHours()
        var month = WattHours()
        for entry in entries.reversed().prefix(while: { $0.day.localMonth >= day.localMonth })
        where entry.day.localMonth == day.localMonth {
            let energy = WattHours(importWh: entry.hour.importWh, exportWh: entry.hour.exportWh)
            month = month + energy
            if entry.day == day { today = today + energy }
        }
        return (today, month)
    }

    // MARK: - Peaks

    func status(of month: LocalMonth) -> MonthStatus {
        let hours = entries.filter { $0.day.localMonth == month }
        let days = maxima(in: month)
        let result = CapacityResult(
            model: schedule.model(in: month),
            month: month,
            days: days,
            yearDays: { maxima(from: $0, before: $1) }
        )
        return MonthStatus(
            month: month,
            days: days,
            counting: result.counting,
            uncertain: uncertain(hours.filter { !$0.hour.isCertain }, beside: days),
            meanW: result.meanW,
            step: result.step,
            isProvisional: result.isProvisional,
            importWh: hours.reduce(0) { $0 + $1.hour.importWh },
            exportWh: hours.reduce(0) { $0 + $1.hour.exportWh }
        )
    }

    /// The places that count and the peaks in them, for an hour on this day; `nil` where no hour decides.
    func race(on day: LocalDay) -> PeakRace? {
        let month = day.localMonth
        return PeakRace(
            model: schedule.model(in: month),
            day: day,
            days: maxima(in: month),
            yearDays: { maxima(from: $0, before: $1) }
        )
    }

    /// The ladder of a month; `nil` where no hour decides.
    func steps(in month: LocalMonth) -> CapacitySteps? { schedule.model(in: month).steps }

    /// The capacity step that a month ended on; `nil` when too little of it is known.
    func step(of month: LocalMonth) -> CapacityStep? {
        let result = CapacityResult(
            model: schedule.model(in: month),
            month: month,
            days: maxima(in: month),
            yearDays: { maxima(from: $0, before: $1) }
        )
        return result.isProvisional ? nil : result.step
    }

    /// The highest certain hour of each of a month's days.
    private func maxima(in month: LocalMonth) -> [DayPeak] {
        maxima(from: month.firstDay, before: month.next.firstDay)
    }

    private func maxima(from first: LocalDay, before end: LocalDay) -> [DayPeak] {
        let old = earlier.lazy.filter { $0.day >= first && $0.day < end }
        let new = entries.lazy.filter { $0.day >= first && $0.day < end && $0.hour.isCertain }
            .map { DayPeak($0.hour, on: $0.day) }
        // In order but where a clock that was wrong once has left hours of another time among them.
        return DayPeak.highest((Array(old) + Array(new)).sorted { $0.hour < $1.hour })
    }

    private func uncertain(_ entries: [Entry], beside days: [DayPeak]) -> [DayPeak] {
        DayPeak.highest(entries.lazy.map { DayPeak($0.hour, on: $0.day) }).filter { peak in
            guard let certain = days.first(where: { $0.day == peak.day }) else { return true }
            return peak.importWh > certain.importWh
        }
    }
}
