import History
import Ledger

/// What a ledger has to know of the time before: the hours of this month and the last, and the daily maxima of the year before
/// them.
struct PastHours: Sendable {
    let hours: [Hour]
    let earlier: [DayPeak]

    /// - Parameters:
    ///   - time: what time it is for the ledger.
    ///   - months: of how many months before this one the hours are wanted one by one.
    init(
        _ store: HistoryStore,
        of meter: String,
        at time: Instant,
        _ calendar: LocalCalendar,
        months: Int = 1
    ) throws(HistoryError) {
        let month = calendar.month(of: time)
        hours = try store.hours(
            of: meter,
            from: calendar.start(of: month.adding(months: -months)),
            to: .distantFuture
        )
        var earlier: [DayPeak] = []
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
        self.earlier = earlier
    }
}
