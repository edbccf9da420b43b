import Alerts
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
        publisher.send(event, from: identity, at: MeterSource(source: meter.source, speed: meter.speed))
    }
}

extension MQTTOutput: ClosedHourTeller {
    func entry(of hour: Hour, from meter: MeterIdentity) -> OutboxEntry? {
        guard !meter.id.isEmpty else { return nil }
        let message = settings.closedMessage(hour, of: meter, hasExport: hasExport.withLock { $0 })
        return MQTTLane.entry(of: hour, meter: meter.id, message)
    }
}

/// The rules of one meter: what they raise goes to the webhooks and to MQTT.
final class AlertOutput: LedgerOutput {
    private let engine: Mutex<AlertEngine>
    private let sender: WebhookSender
    private let history: HistoryWriter
    private let mqtt: MQTTSettings?

    /// - Parameter name: what people call the meter: the home.
    init(
        rules: [AlertRule],
        calendar: LocalCalendar,
        name: String,
        sender: WebhookSender,
        history: HistoryWriter,
        mqtt: MQTTSettings?
    ) {
        engine = Mutex(AlertEngine(rules: rules, calendar: calendar, meterName: name))
        self.sender = sender
        self.history = history
        self.mqtt = mqtt
    }

    /// Sends no alert before then; `nil` ends that.
    func pause(until: Instant?) { engine.withLock { $0.pause(until: until) } }

    var pausedUntil: Instant? { engine.withLock { $0.pausedUntil } }

    func send(_ event: LedgerEvent, from meter: MeterOnAir) {
        for alert in engine.withLock({ $0.consider(event) }) {
            sender.send(alert, to: alert.to)
            guard let identity = meter.identity, let mqtt else { continue }
            history.send([
                OutboxEntry(
                    lane: MQTTLane.name,
                    key: "alert/\(alert.key)/\(alert.state.rawValue)",
                    time: alert.time,
                    address: mqtt.alertTopic(of: identity.id),
                    body: alert.json()
                )
            ])
        }
    }
}
