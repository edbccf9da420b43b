import Civil
import Ledger

/// Condition of `AlertRule.Kind.dayAbove`: the day has used more than a limit.
///
/// The energy of a day never falls, so the alert comes once a day and ends with the day.
struct DayAboveCondition: AlertCondition {
    let limitWh: Int
    let calendar: LocalCalendar

    /// The longest wait for the first message of the new day.
    static let outcomeMilliseconds: Int64 = 2 * 60_000

    func findings(after input: AlertInput, raised: RaisedAlert?, _ memory: inout ConditionMemory) -> [Finding]
    {
        switch input {
        case .event(.day(let status)):
            let total = DayTotal(day: status.day, importWh: status.importWh)
            return findings(of: total, at: status.time, raised: raised?.episode, &memory)
        // No new value, but quiet hours or a pause may be over now.
        case .tick(let time, _):
            return findings(at: time, raised: raised?.episode, memory)
        default: return []
        }
    }

    private func findings(
        of total: DayTotal,
        at time: Instant,
        raised: Instant?,
        _ memory: inout ConditionMemory
    ) -> [Finding] {
        let last = memory.day
        memory.day = total
        let now = finding(of: total, at: time, isRaised: raised == calendar.start(of: total.day))
        guard let last, last.day != total.day, raised == calendar.start(of: last.day) else { return [now] }
        return [over(last, at: time), now]
    }

    private func findings(at time: Instant, raised: Instant?, _ memory: ConditionMemory) -> [Finding] {
        guard let last = memory.day else { return [] }
        let start = calendar.start(of: last.day)
        if calendar.day(of: time) == last.day {
            return [finding(of: last, at: time, isRaised: raised == start)]
        }
        let isOver = calendar.day(of: time.adding(milliseconds: -Self.outcomeMilliseconds)) > last.day
        return raised == start && isOver ? [over(last, at: time)] : []
    }

    private func over(_ last: DayTotal, at time: Instant) -> Finding {
        let situation = Situation.dayOver(last, limitWh: limitWh)
        return Finding(time: time, holds: false, episode: calendar.start(of: last.day), situation: situation)
    }

    private func finding(of total: DayTotal, at time: Instant, isRaised: Bool) -> Finding {
        let holds = total.importWh > limitWh || isRaised
        let situation: Situation =
            holds ? .dayAbove(total, limitWh: limitWh) : .dayBelow(total, limitWh: limitWh)
        return Finding(time: time, holds: holds, episode: calendar.start(of: total.day), situation: situation)
    }
}
