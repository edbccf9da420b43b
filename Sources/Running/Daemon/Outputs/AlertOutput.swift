import Alerts
import Civil
import Ledger
import Meters
import Synchronization

/// The rules of one meter: what they raise goes to the webhooks and to MQTT.
final class AlertOutput: LedgerOutput {
    private let engine: Mutex<AlertEngine>
    private let way: AlertWay
    /// What the rules' memory is kept under.
    private let source: String
    /// The rules about the home, where this meter's seconds are theirs.
    private let home: HomeAlerts?

    init(_ engine: AlertEngine, source: String, way: AlertWay, home: HomeAlerts?) {
        self.engine = Mutex(engine)
        self.source = source
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
        let state = engine.withLock { engine in
            engine.pause(until: until)
            return engine.state
        }
        way.send([], under: nil, source: source, state)
        home?.pause(until: until)
    }

    var pausedUntil: Instant? { engine.withLock { $0.pausedUntil } }

    private func consider(_ input: AlertInput, _ meter: MeterOnAir) {
        let told = engine.withLock { engine -> ([Alert], AlertEngine.State)? in
            // A meter that is known from before does not say again who it is.
            engine.meterID = meter.identity?.id ?? engine.meterID
            let alerts = engine.consider(input)
            return alerts.isEmpty ? nil : (alerts, engine.state)
        }
        guard let (alerts, state) = told else { return }
        way.send(alerts, under: meter.identity?.id, source: source, state)
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
        let told = engine.withLock { engine -> ([Alert], AlertEngine.State)? in
            let alerts = engine.consider(.tick(time, facts))
            return alerts.isEmpty ? nil : (alerts, engine.state)
        }
        guard let (alerts, state) = told else { return }
        way.send(alerts, under: meter.identity?.id, source: Self.source, state)
    }

    func pause(until: Instant?) {
        let state = engine.withLock { engine in
            engine.pause(until: until)
            return engine.state
        }
        way.send([], under: nil, source: Self.source, state)
    }

    /// What the rules' memory is kept under; no source of a meter is called so.
    static let source = "home"
}
