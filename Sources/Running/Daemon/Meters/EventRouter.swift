import Civil
import History
import Ledger
import Logging
import Messaging
import Meters

/// The way of one meter's events: to the outputs and the log at once, and to the history by the batch.
struct EventRouter: Sendable {
    /// The source as configured: the history keeps the ledger under it.
    let source: String
    let outputs: MeterOutputs
    let log: Logger
    private(set) var meter: MeterOnAir
    private(set) var unsaved: Unsaved

    /// - Parameter ledger: as it was restored.
    init(source: String, ledger: Ledger, outputs: MeterOutputs, log: Logger) {
        self.source = source
        self.outputs = outputs
        self.log = log
        meter = MeterOnAir(identity: ledger.meter, source: MeterSource(source: source))
        unsaved = Unsaved(since: ledger)
    }

    /// Notes how the meter is read, now that its port is open.
    mutating func opened(_ source: MeterSource) {
        meter.source = source
        log.notice("reading \(source.source)\(source.speed.map { " at \($0)" } ?? "")")
    }

    mutating func send(_ events: [LedgerEvent]) {
        for event in events {
            note(event)
            unsaved.add(event)
            outputs.send(event, from: meter)
        }
    }

    /// Sends what follows of hours that another program put into the history, where they are already.
    ///
    /// - Returns: what is to be told of them.
    func sendAmended(_ events: [LedgerEvent]) -> [OutboxEntry] {
        guard !events.isEmpty else { return [] }
        log.notice("hours changed by an import")
        for event in events { outputs.send(event, from: meter) }
        return entries(of: events.compactMap { if case .closed(let hour) = $0 { hour } else { nil } })
    }

    func send(frames: [[UInt8]]) {
        for frame in frames { outputs.send(frame: frame, from: meter) }
    }

    /// All that is to be kept now; `nil` before the first message.
    mutating func batch(of ledger: Ledger, at now: Instant) -> HistoryWriter.Batch? {
        guard ledger.state.time != nil else { return nil }
        let (outputs, meter) = (outputs, meter)
        return unsaved.batch(of: ledger, from: source, meter: meter.identity, at: now) { hours in
            outputs.entries(of: hours, from: meter)
        }
    }

    private func entries(of hours: [Hour]) -> [OutboxEntry] { outputs.entries(of: hours, from: meter) }

    private mutating func note(_ event: LedgerEvent) {
        switch event {
        case .meter(let identity):
            meter.identity = identity
            log.notice(
                "meter \(identity.make.rawValue) \(identity.model), number \(identity.id), list \(identity.list)"
            )
        case .notice(let notice): log.notice("\(notice)")
        case .live, .hour, .closed, .detail, .day, .month: break
        }
    }
}
