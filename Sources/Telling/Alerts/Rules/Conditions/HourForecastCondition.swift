import Civil
import Ledger

/// Condition of `AlertRule.Kind.hourForecast`: the hour will pass its limit.
struct HourForecastCondition: AlertCondition {
    let probability: Double

    /// The beginning of an hour, in which probabilities jump about and only a passed limit counts.
    static let doubtfulMilliseconds: Int64 = 5 * 60_000
    /// The longest wait for an hour's outcome; the meter's hourly list usually comes within seconds.
    static let outcomeMilliseconds: Int64 = 2 * 60_000

    func findings(after input: AlertInput, raised: RaisedAlert?, _ memory: inout ConditionMemory) -> [Finding]
    {
        switch input {
        case .event(.hour(var status)):
            // A risk that is no number could neither be compared nor written.
            if !status.stepRisk.isFinite { status.stepRisk = 0 }
            return findings(of: status, raised: raised?.episode, &memory)
        case .event(.closed(let hour)): return findings(of: hour, raised: raised?.episode, &memory)
        default: return []
        }
    }

    private func findings(
        of status: HourStatus,
        raised: Instant?,
        _ memory: inout ConditionMemory
    ) -> [Finding] {
        if let last = memory.hour, last.start != status.start, raised == last.start {
            memory.endedHour = last
        }
        memory.hour = status
        let now = finding(of: status, isRaised: raised == status.start)
        guard let ended = memory.endedHour else { return [now] }
        let waited = status.time.milliseconds(since: ended.end)
        guard now.holds || waited < 0 || waited >= Self.outcomeMilliseconds else { return [] }
        return [over(ended, closed: nil, at: status.time, &memory), now]
    }

    private func findings(of hour: Hour, raised: Instant?, _ memory: inout ConditionMemory) -> [Finding] {
        guard raised == hour.start, let ended = memory.endedHour ?? memory.hour, ended.start == hour.start
        else { return [] }
        let time = max(memory.hour?.time ?? hour.end, hour.end)
        return [over(ended, closed: hour, at: time, &memory)]
    }

    private func over(
        _ ended: HourStatus,
        closed: Hour?,
        at time: Instant,
        _ memory: inout ConditionMemory
    ) -> Finding {
        memory.endedHour = nil
        let situation = Situation.hourOver(last: ended, closed: closed)
        return Finding(time: time, holds: false, episode: ended.start, situation: situation)
    }

    private func finding(of status: HourStatus, isRaised: Bool) -> Finding {
        let holds = holds(status, isRaised: isRaised)
        let situation: Situation = holds ? .hourAtRisk(status) : .hourSafe(status)
        return Finding(time: status.time, holds: holds, episode: status.start, situation: situation)
    }

    private func holds(_ status: HourStatus, isRaised: Bool) -> Bool {
        guard let limitWh = status.limitWh, !status.isFree else { return false }
        if status.usedWh >= limitWh { return true }
        if isRaised { return status.stepRisk >= probability / 2 }
        let age = status.time.milliseconds(since: status.start)
        return age >= Self.doubtfulMilliseconds && status.stepRisk >= probability
    }
}
