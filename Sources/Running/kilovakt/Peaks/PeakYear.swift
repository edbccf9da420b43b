import Civil
import History
import Ledger

/// Twelve months' peaks of a meter, from its hours on the disk.
struct PeakYear {
    /// Oldest first; the last is the month that was asked for.
    let months: [Month]

    struct Month {
        var status: MonthStatus
        /// Hours of the month that have passed and that nothing at all is known of.
        var missingHours: Int
    }

    /// - Parameter now: hours after it are not missed; nor is the one that may still be closing.
    init(
        _ store: HistoryStore,
        meter: String,
        until month: LocalMonth,
        now: Instant,
        _ settings: LedgerSettings
    ) throws(HistoryError) {
        let calendar = settings.calendar
        let passed = now.adding(seconds: -Self.closingSeconds).hourStart
        var earlier: [DayPeak] = []
        var months: [Month] = []
        // A weekly peak counts for twelve months, so the oldest of them needs the year before it.
        for back in (0..<24).reversed() {
            let past = month.adding(months: -back)
            let (start, end) = (calendar.start(of: past), calendar.start(of: past.next))
            // The last week of a month may end in the next one.
            let weekEnd = calendar.start(of: past.next.firstDay.adding(days: 6))
            let hours = try store.hours(of: meter, from: start, to: weekEnd)
            let own = hours.filter { $0.start < end }
            if back < 12 {
                let ledger = Ledger(settings: settings, hours: hours, earlier: earlier)
                let all = max(0, min(end, passed).milliseconds(since: start) / Instant.hourMilliseconds)
                let missing = Int(all) - own.count { $0.start < passed }
                months.append(Month(status: ledger.month(past), missingHours: missing))
            }
            earlier += DayPeak.ofDays(own, in: calendar)
        }
        self.months = months
    }

    /// An hour closes two minutes after its end at the latest, and is on the disk a minute later.
    private static let closingSeconds: Int64 = 300
}
