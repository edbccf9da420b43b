import Civil
import History
import Ledger

/// What a ledger has to know of a meter's past, from the history.
struct PastHours: Sendable {
    /// Of the month that runs and the one before.
    var hours: [Hour]
    /// The daily maxima of the year before them.
    var earlier: [DayPeak]

    /// - Parameters:
    ///   - time: of the ledger: a Pi has no clock of its own, and may start with one that is days or years behind.
    ///   - unwritten: hours that the history has not taken yet.
    init(
        _ store: HistoryStore,
        meter: String,
        at time: Instant,
        in calendar: LocalCalendar,
        unwritten: [Hour] = []
    ) throws(HistoryError) {
        let month = calendar.month(of: time)
        hours = try store.hours(of: meter, from: calendar.start(of: month.previous), to: .distantFuture)
        let newer = Set(unwritten.map(\.start))
        hours = (hours.filter { !newer.contains($0.start) } + unwritten).sorted { $0.start < $1.start }
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
