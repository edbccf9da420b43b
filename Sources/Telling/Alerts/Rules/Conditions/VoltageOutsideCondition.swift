import Civil
import Ledger
import Meters

/// Condition of `AlertRule.Kind.voltageOutside`: the voltage of a phase is too low or too high.
///
/// A phase is watched once it had voltage: a meter may write 0 for those that are not connected.
struct VoltageOutsideCondition: AlertCondition {
    let lowV: Int
    let highV: Int
    let hysteresisMV: Int

    /// The voltage from which a phase counts as connected.
    private static let connectedMV = 100_000
    /// A gigavolt, as a bound for what can be a voltage.
    private static let most = 1_000_000_000_000

    func findings(after input: AlertInput, raised: RaisedAlert?, _ memory: inout ConditionMemory) -> [Finding]
    {
        guard case .event(.live(let live)) = input else { return [] }
        let voltages = live.reading.voltageMV.numbered.filter { phase, value in
            if value >= Self.connectedMV { memory.phases |= 1 << (phase - 1) }
            return memory.phases & 1 << (phase - 1) != 0
        }
        let bounded = voltages.map { (phase: $0.phase, value: min(max(0, $0.value), Self.most)) }
        guard let worst = bounded.max(by: { outside($0.value) < outside($1.value) }) else { return [] }
        let out = outside(worst.value)
        let holds = out > 0 || (raised != nil && out > -hysteresisMV)
        let voltage = PhaseVoltage(phase: worst.phase, voltageMV: worst.value, lowV: lowV, highV: highV)
        let situation: Situation = holds ? .voltageOutside(voltage) : .voltageInside(voltage)
        return [Finding(time: live.time, holds: holds, episode: nil, situation: situation)]
    }

    /// The distance beyond the nearer bound in mV; below 0 within the bounds.
    private func outside(_ voltageMV: Int) -> Int { max(lowV * 1_000 - voltageMV, voltageMV - highV * 1_000) }
}
