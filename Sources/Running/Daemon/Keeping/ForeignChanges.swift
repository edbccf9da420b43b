import Civil
import History

/// The ledgers that are told when another program, such as an import, has changed their hours.
struct ForeignChanges {
    /// Gives a ledger its meter's past as it is now.
    typealias Handler = @Sendable (PastHours) async -> Void

    private struct Reader {
        var calendar: LocalCalendar
        /// The meter whose hours the ledger has; `nil` before it knows its meter.
        var meter: String?
        /// The file's version that the ledger has the hours of.
        var version: Int
        var handler: Handler
    }

    private var readers: [String: Reader] = [:]
    /// The file's version before any ledger was restored from it.
    private let firstVersion: Int

    init(firstVersion: Int) {
        self.firstVersion = firstVersion
    }

    /// - Parameter meter: the meter whose hours the ledger was restored with.
    mutating func watch(
        _ source: String,
        meter: String?,
        calendar: LocalCalendar,
        handler: @escaping Handler
    ) {
        readers[source] = Reader(calendar: calendar, meter: meter, version: firstVersion, handler: handler)
    }

    /// The past that a ledger is to be told, where the file has changed since it was last told, or the meter has.
    mutating func news(for source: String, meter: String, at time: Instant, in store: HistoryStore)
        throws(HistoryError) -> (past: PastHours, handler: Handler)?
    {
        guard let reader = readers[source] else { return nil }
        let version = try store.foreignVersion()
        guard reader.meter != meter || reader.version != version else { return nil }
        let past = try PastHours(store, meter: meter, at: time, in: reader.calendar)
        readers[source]?.meter = meter
        readers[source]?.version = version
        return (past, reader.handler)
    }
}
