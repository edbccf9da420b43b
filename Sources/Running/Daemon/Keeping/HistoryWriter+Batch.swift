import History
import Ledger
import Meters

extension HistoryWriter {
    /// What one ledger wants kept.
    struct Batch: Sendable {
        var source: String
        var meter: MeterIdentity?
        var hours: [Hour]
        var details: [HourDetail]
        var state: LedgerState
        /// What the forecast has learnt, where that is new.
        var forecast: ForecastModel?
        /// What others are to be told of these hours: kept with them, or not at all.
        var outgoing: [OutboxEntry] = []
    }
}

extension HistoryWriter.Batch {
    /// Hours of one meter that may wait for the disk: more than a year.
    private static let longestWait = 10_000
    /// Hours whose quarters and minutes, which are larger, may wait: more than a month.
    private static let longestDetailWait = 1_000

    /// This batch, which could not be written, and a later one of the same source as one.
    func followed(by later: Self) -> Self {
        var both = later
        both.hours = (hours + later.hours).suffix(Self.longestWait)
        both.details = (details + later.details).suffix(Self.longestDetailWait)
        both.outgoing = outgoing + later.outgoing
        both.forecast = later.forecast ?? forecast
        return both
    }

    /// A batch that an earlier run left in the reserve. What was to be told of it was told from memory then.
    init(source: String, unwritten: Unwritten.Record) {
        self.init(
            source: source,
            meter: unwritten.state.meter,
            hours: unwritten.hours,
            details: unwritten.details,
            state: unwritten.state,
            forecast: unwritten.forecast
        )
    }

    var unwritten: Unwritten.Record {
        Unwritten.Record(hours: hours, details: details, state: state, forecast: forecast)
    }
}
