import Ledger

/// The hour will pass its limit: `AlertRule.Kind.hourForecast`.
struct HourForecastCondition: AlertCondition {
    let probability: Double
    /// The last status of the running hour.
    private var last: HourStatus?
    /// The last status of an hour that was warned of and is over, until it is known how it closed.
    private var ending: HourStatus?

    /// Probabilities of an hour's beginning jump about: only what has happened counts there.
    static let doubtfulMilliseconds: Int64 = 5 * 60_000
    /// The meter's hourly list comes within some seconds; an outcome that takes longer is not waited for.
    static let outcomeMilliseconds: Int64 = 2 * 60_000

    init(probability: Double) {
        self.probability = probability
    }

    mutating func findings(after event: LedgerEvent, raised: RaisedAlert?) -> [Finding] {
        switch event {
        case .hour(let status): findings(of: status, raised: raised?.episode)
        case .closed(let hour): findings(of: hour, raised: raised?.episode)
        default: []
        }
    }

    private mutating func findings(of status: HourStatus, raised: Instant?) -> [Finding] {
        if let last, last.start != status.start, raised == last.start { ending = last }
        last = status
        let now = finding(of: status, isRaised: raised == status.start)
        guard let ended = ending else { return [now] }
        let waited = status.time.milliseconds(since: ended.end)
        guard now.holds || waited >= Self.outcomeMilliseconds else { return [] }
        return [over(ended, closed: nil, at: status.time), now]
    }

    private mutating func findings(of hour: Hour, raised: Instant?) -> [Finding] {
        guard raised == hour.start, let ended = ending ?? last, ended.start == hour.start else { return [] }
        return [over(ended, closed: hour, at: max(last?.time ?? hour.end, hour.end))]
    }

    private mutating func over(_ ended: HourStatus, closed: Hour?, at time: Instant) -> Finding {
        ending = nil
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
