import Ledger
import Messaging
import Meters

/// MQTT, as an output of the ledger.
struct MQTTOutput: LedgerOutput {
    let publisher: MQTTPublisher

    /// A meter that has not said who it is has no topic yet: that takes ten seconds at the most.
    func send(_ event: LedgerEvent, from meter: MeterOnAir) {
        guard let identity = meter.identity else { return }
        publisher.send(event, from: identity, at: MeterSource(source: meter.source, speed: meter.speed))
    }
}
