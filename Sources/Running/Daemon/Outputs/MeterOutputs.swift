import Civil
import History
import Ledger

/// All that hears of one meter's events.
struct MeterOutputs: Sendable {
    let alerts: AlertOutput
    let dashboard: DashboardOutput
    /// `nil` when MQTT is turned off.
    let mqtt: MQTTOutput?
    /// Others, such as a screen.
    let more: [any LedgerOutput]

    func send(_ event: LedgerEvent, from meter: MeterOnAir) {
        alerts.send(event, from: meter)
        dashboard.send(event, from: meter)
        mqtt?.send(event, from: meter)
        for output in more { output.send(event, from: meter) }
    }

    /// Says that a second has passed, so that silence is noticed. Captures have none.
    ///
    /// - Parameter clockErrorMilliseconds: what is known of the meter's clock (`Ledger.meterClockErrorMilliseconds`).
    func tick(at time: Instant, _ meter: MeterOnAir, clockErrorMilliseconds: Int64?) {
        alerts.tick(at: time, meter, clockErrorMilliseconds: clockErrorMilliseconds)
    }

    /// True where frames are wanted as they were received; they are copied for nothing else.
    var wantsFrames: Bool { mqtt?.wantsFrames ?? false }

    /// Sends a good frame, behind what followed of it.
    func send(frame: [UInt8], from meter: MeterOnAir) { mqtt?.send(frame: frame, from: meter) }

    /// The entries that tell of closed hours: they are kept with the hours, in one transaction.
    func entries(of hours: [Hour], from meter: MeterOnAir) -> [OutboxEntry] {
        guard let mqtt, let identity = meter.identity else { return [] }
        return hours.compactMap { mqtt.entry(of: $0, from: identity) }
    }
}
