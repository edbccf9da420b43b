import Civil
import History
import Ledger
import Meters

/// The part of a meter's events that is to be kept, until the history's writer has it.
struct Unsaved: Sendable {
    private var hours: [Hour] = []
    private var details: [HourDetail] = []
    /// The time of the last batch.
    private(set) var savedAt = Instant(unixMilliseconds: 0)
    /// The last hour that the kept forecast model has learnt from.
    private var savedLearning: Instant?

    /// The running hour is kept once a minute, which is what a power cut costs at the most.
    private static let pauseMilliseconds: Int64 = 60_000

    /// - Parameter ledger: as the history has it.
    init(since ledger: Ledger) {
        savedLearning = ledger.forecastModel.learned
    }

    /// True when something is to be written now: an hour has closed, or a minute has passed.
    func isDue(at now: Instant) -> Bool {
        !hours.isEmpty || now.milliseconds(since: savedAt) >= Self.pauseMilliseconds
    }

    var hasHours: Bool { !hours.isEmpty }

    mutating func add(_ event: LedgerEvent) {
        switch event {
        case .closed(let hour): hours.append(hour)
        case .detail(let detail): details.append(detail)
        case .meter, .live, .hour, .day, .month, .notice: break
        }
    }

    /// All that is to be kept, as one batch; hours wait for the meter's number, which they are kept under.
    ///
    /// - Parameter entries: the outbox's entries of these hours.
    mutating func batch(
        of ledger: Ledger,
        from source: String,
        meter: MeterIdentity?,
        at now: Instant,
        entries: ([Hour]) -> [OutboxEntry]
    ) -> HistoryWriter.Batch {
        let model = ledger.forecastModel
        let batch = HistoryWriter.Batch(
            source: source,
            meter: meter,
            hours: meter == nil ? [] : hours,
            details: meter == nil ? [] : details,
            state: ledger.state,
            forecast: model.learned == savedLearning ? nil : model,
            outgoing: meter == nil ? [] : entries(hours)
        )
        savedLearning = model.learned
        savedAt = now
        if meter != nil {
            hours.removeAll(keepingCapacity: true)
            details.removeAll(keepingCapacity: true)
        }
        return batch
    }
}
