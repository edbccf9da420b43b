import Civil
import Ledger

/// Condition of `AlertRule.Kind.meterSilent`: no message comes. The rule's hold time says for how long.
struct MeterSilentCondition: AlertCondition {
    func findings(after input: AlertInput, raised: RaisedAlert?, _ memory: inout ConditionMemory) -> [Finding]
    {
        switch input {
        case .event(.live(let live)):
            let silent = memory.heard.map { Int(live.time.milliseconds(since: $0) / 1_000) }
            memory.heard = live.time
            let situation = Situation.meterHeard(silentSeconds: silent.flatMap { $0 > 0 ? $0 : nil })
            return [Finding(time: live.time, holds: false, episode: nil, situation: situation)]
        case .tick(let time, _):
            // A last message that is later than now was stamped by a wrong clock.
            let last = memory.heard.flatMap { $0 <= time ? $0 : nil }
            return [Finding(time: time, holds: true, episode: nil, situation: .meterSilent(last: last))]
        default: return []
        }
    }
}
