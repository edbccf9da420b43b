import Civil

/// Condition of `AlertRule.Kind.clockDrift`: the meter's clock is wrong.
///
/// Whole hours do not count as an error: most meters keep winter time all year, some follow summer time, and no list says for
/// certain which of them do.
struct ClockDriftCondition: AlertCondition {
    let limitSeconds: Int

    func findings(after input: AlertInput, raised: RaisedAlert?, _ memory: inout ConditionMemory) -> [Finding]
    {
        guard case .tick(let time, let facts) = input, let error = facts.meterClockErrorMilliseconds else {
            return []
        }
        let seconds = Self.withoutZone(error / 1_000)
        let isOff = seconds.magnitude
        let holds = isOff > limitSeconds || (raised != nil && isOff > limitSeconds / 2)
        let situation: Situation =
            holds
            ? .clockWrong(errorSeconds: seconds, limitSeconds: limitSeconds)
            : .clockRight(errorSeconds: seconds, limitSeconds: limitSeconds)
        return [Finding(time: time, holds: holds, episode: nil, situation: situation)]
    }

    /// The error without the one or two hours of another zone, or of summer time.
    static func withoutZone(_ seconds: Int64) -> Int {
        // A thousand years, as a bound for what can be an error.
        let bounded = min(max(seconds, -31_556_952_000), 31_556_952_000)
        let zones = (-2...2).map { Int(bounded) - $0 * 3_600 }
        return zones.min { $0.magnitude < $1.magnitude } ?? 0
    }
}
