import Civil
import History
import Ledger
import Messaging
import Meters
import Synchronization

/// MQTT, as an output of the ledger.
final class MQTTOutput: LedgerOutput {
    private let publisher: MQTTPublisher
    private let settings: MQTTSettings
    /// Whether the meter says what is fed in.
    private let hasExport = Mutex(false)

    init(publisher: MQTTPublisher, settings: MQTTSettings) {
        self.publisher = publisher
        self.settings = settings
    }

    /// A meter that has not said who it is has no topic yet: that takes ten seconds at the most.
    func send(_ event: LedgerEvent, from meter: MeterOnAir) {
        if case .live(let live) = event, live.hasExport { hasExport.withLock { $0 = true } }
        guard let identity = meter.identity else { return }
        publisher.send(event, from: identity, at: meter.source)
    }

    var wantsFrames: Bool { publisher.publishesRawFrames }

    func send(frame: [UInt8], from meter: MeterOnAir) {
        guard let identity = meter.identity else { return }
        publisher.send(frame: frame, from: identity, at: meter.source)
    }

    /// The entry of the outbox that tells of a closed hour; `nil` for a meter without a number.
    func entry(of hour: Hour, from meter: MeterIdentity) -> OutboxEntry? {
        guard !meter.id.isEmpty,
            let message = settings.closedMessage(hour, of: meter, hasExport: hasExport.withLock { $0 })
        else { return nil }
        return MQTTLane.entry(of: hour, meter: meter.id, message)
    }
}
