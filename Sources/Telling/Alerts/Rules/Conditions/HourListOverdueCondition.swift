import Civil
import Ledger

/// The meter's hourly counters do not come, though it sends: `AlertRule.Kind.hourListOverdue`.
///
/// Hours are counted, not time: one that was hardly seen says nothing of the list, and a silent meter is another rule's.
struct HourListOverdueCondition: AlertCondition {
    let hours: Int

    /// Of an hour that was seen for less, the list may have been missed with the rest.
    private static let seenSeconds = 1_800
    /// Hours that lie so far back are new ones: the clock was ahead.
    private static let clockBackMilliseconds: Int64 = 48 * Instant.hourMilliseconds

    func findings(after input: AlertInput, raised: RaisedAlert?, _ memory: inout ConditionMemory) -> [Finding]
    {
        switch input {
        case .event(.closed(let hour)):
            note(hour, &memory)
            return []
        case .event(.live(let live)): return [finding(at: live.time, memory)]
        case .tick(let time, _): return [finding(at: time, memory)]
        default: return []
        }
    }

    private func note(_ hour: Hour, _ memory: inout ConditionMemory) {
        let age = memory.lastHour.map { hour.start.milliseconds(since: $0) } ?? 1
        let isNew = age > 0 || age < -Self.clockBackMilliseconds
        switch hour.quality {
        case .measured, .split:
            memory.sendsLists = true
            memory.hoursWithoutList = 0
        case .integrated, .gap:
            if isNew, memory.sendsLists, hour.seenSeconds >= Self.seenSeconds {
                memory.hoursWithoutList = min(memory.hoursWithoutList + 1, 10_000)
            }
        case .imported, .edited: return
        }
        if isNew { memory.lastHour = hour.start }
    }

    private func finding(at time: Instant, _ memory: ConditionMemory) -> Finding {
        let missing = memory.hoursWithoutList
        let holds = missing >= hours
        let situation: Situation = holds ? .listsMissing(hours: missing) : .listsComing
        return Finding(time: time, holds: holds, episode: nil, situation: situation)
    }
}
