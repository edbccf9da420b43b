import Civil
import History
import Ledger

/// What a ledger has to know of a meter's past, from the history.
struct PastHours: Sendable {
    /// Of the month that runs and the one before.
    var hours: [Hour]
    /// The daily maxima of the year before them.
    var earlier: [DayPeak]

    /// - Parameter time: of the ledger: a Pi has no clock of its own, and may start with one that is days or years behind.
    init(_ store: HistoryStore, meter: String, at time: Instant, in calendar: LocalCalendar)
        throws(HistoryError)
    {
        let month = calendar.month(of: time)
        hours = try store.hours(of: meter, from: calendar.start(of: month.previous), to: .distantFuture)
        earlier = []
        // Month by month, so that a year's hours are never in memory at once.
        for back in (2...12).reversed() {
            let past = month.adding(months: -back)
            let hours = try store.hours(
                of: meter,
                from: calendar.start(of: past),
                to: calendar.start(of: past.next)
            )
            earlier += DayPeak.ofDays(hours, in: calendar)
        }
    }
}
