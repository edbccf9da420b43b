import History
import Ledger

/// Twelve months' peaks of a meter, from its hours on the disk.
struct PeakYear {
    /// Oldest first; the last is the month that was asked for.
    let months: [MonthStatus]

    init(_ store: HistoryStore, meter: String, until month: LocalMonth, _ settings: LedgerSettings)
        throws(HistoryError)
    {
        let calendar = settings.calendar
        // A weekly peak counts for twelve months, so the oldest of them needs the year before it.
        var earlier: [DayPeak] = []
        var months: [MonthStatus] = []
        for back in (0..<24).reversed() {
            let past = month.adding(months: -back)
            let end = calendar.start(of: past.next)
            // The last week of a month may end in the next one.
            let weekEnd = calendar.start(of: past.next.firstDay.adding(days: 6))
            let hours = try store.hours(of: meter, from: calendar.start(of: past), to: weekEnd)
            if back < 12 {
                months.append(Ledger(settings: settings, hours: hours, earlier: earlier).month(past))
            }
            earlier += DayPeak.ofDays(hours.filter { $0.start < end }, in: calendar)
        }
        self.months = months
    }
}
