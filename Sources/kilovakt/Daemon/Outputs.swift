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
}

/// The rules of one meter: what they raise goes to the webhooks and to MQTT.
final class AlertOutput: LedgerOutput {
    private let engine: Mutex<AlertEngine?>
    private let makeEngine: @Sendable (String) -> AlertEngine
    private let sender: WebhookSender
    private let publisher: MQTTPublisher?

    init(rules: [AlertRule], calendar: LocalCalendar, sender: WebhookSender, publisher: MQTTPublisher?) {
        engine = Mutex(nil)
        makeEngine = { AlertEngine(rules: rules, calendar: calendar, meter: $0) }
        self.sender = sender
        self.publisher = publisher
    }

    func send(_ event: LedgerEvent, from meter: MeterOnAir) {
        guard let identity = meter.identity else { return }
        let notifications = engine.withLock { engine in
            var current = engine ?? makeEngine(identity.id)
            let notifications = current.consider(event)
            engine = current
            return notifications
        }
        for notification in notifications {
            sender.send(notification.alert, to: notification.recipients)
            publisher?.sendAlert(json: notification.alert.json(), from: identity)
        }
    }
}
