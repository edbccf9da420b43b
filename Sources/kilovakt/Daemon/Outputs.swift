import Alerts
import Ledger
import Messaging
import Meters
import Synchronization

/// MQTT, as an output of the ledger.
struct MQTTOutput: LedgerOutput {
    let publisher: MQTTPublisher

    /// A meter that has not said who it is has no topic yet: that takes ten seconds at the most.
    func send(_ event: LedgerEvent, from meter: MeterOnAir) {
        guard let identity = meter.identity else { return }
        publisher.send(event, from: identity, at: MeterSource(source: meter.source, speed: meter.speed))
    }

    var wantsFrames: Bool { publisher.publishesRawFrames }

    func send(frame: [UInt8], from meter: MeterOnAir) {
        guard let identity = meter.identity else { return }
        publisher.send(
            frame: frame,
            from: identity,
            at: MeterSource(source: meter.source, speed: meter.speed)
        )
    }
}

/// The rules of one meter: what they raise goes to the webhooks and to MQTT.
final class AlertOutput: LedgerOutput {
    private let engine: Mutex<AlertEngine>
    private let sender: WebhookSender
    private let publisher: MQTTPublisher?

    /// - Parameter name: what people call the meter: the home.
    init(
        rules: [AlertRule],
        calendar: LocalCalendar,
        name: String,
        sender: WebhookSender,
        publisher: MQTTPublisher?
    ) {
        engine = Mutex(AlertEngine(rules: rules, calendar: calendar, meterName: name))
        self.sender = sender
        self.publisher = publisher
    }

    func send(_ event: LedgerEvent, from meter: MeterOnAir) {
        for alert in engine.withLock({ $0.consider(event) }) {
            sender.send(alert, to: alert.to)
            if let identity = meter.identity { publisher?.sendAlert(json: alert.json(), from: identity) }
        }
    }
}
