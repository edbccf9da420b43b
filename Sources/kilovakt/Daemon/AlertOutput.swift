import Alerts
import Ledger
import Messaging
import Meters
import Synchronization

/// The rules of one meter: what they raise goes to the webhooks and to MQTT.
final class AlertOutput: LedgerOutput {
    private let engine: Mutex<AlertEngine>
    private let way: AlertWay
    /// The rules about the home, where this meter's seconds are theirs.
    private let home: HomeAlerts?

    init(_ engine: AlertEngine, way: AlertWay, home: HomeAlerts?) {
        self.engine = Mutex(engine)
        self.way = way
        self.home = home
    }

    func send(_ event: LedgerEvent, from meter: MeterOnAir) {
        consider(.event(event), meter)
    }

    func tick(at time: Instant, _ meter: MeterOnAir, clockErrorMilliseconds: Int64?) {
        consider(.tick(time, AlertFacts(meterClockErrorMilliseconds: clockErrorMilliseconds)), meter)
        home?.tick(at: time, meter)
    }

    /// Tells nothing until then; `nil` ends a pause.
    func pause(until: Instant?) {
        engine.withLock { $0.pause(until: until) }
        home?.pause(until: until)
    }

    private func consider(_ input: AlertInput, _ meter: MeterOnAir) {
        let alerts = engine.withLock { engine in
            // A meter that is known from before does not say again who it is.
            engine.meterID = meter.identity?.id ?? engine.meterID
            return engine.consider(input)
        }
        for alert in alerts { way.send(alert, under: meter.identity?.id) }
    }
}

/// The rules about the machine that the meters are read by: said once, however many meters there are.
final class HomeAlerts: Sendable {
    private let engine: Mutex<AlertEngine>
    private let host: HostFacts
    private let way: AlertWay

    init(_ engine: AlertEngine, host: HostFacts, way: AlertWay) {
        self.engine = Mutex(engine)
        self.host = host
        self.way = way
    }

    /// - Parameter meter: whose topic carries what there is to say: the home has none of its own.
    func tick(at time: Instant, _ meter: MeterOnAir) {
        let facts = host.read()
        for alert in engine.withLock({ $0.consider(.tick(time, facts)) }) {
            way.send(alert, under: meter.identity?.id)
        }
    }

    func pause(until: Instant?) {
        engine.withLock { $0.pause(until: until) }
    }
}

/// Where alerts go.
struct AlertWay: Sendable {
    let sender: WebhookSender
    let publisher: MQTTPublisher?

    /// - Parameter meterID: `nil` for a meter that has not said who it is: it has no topic yet.
    func send(_ alert: Alert, under meterID: String?) {
        sender.send(alert, to: alert.to)
        if let meterID { publisher?.sendAlert(json: alert.json(), from: meterID) }
    }
}
