import Civil
import Ledger

/// Condition of `AlertRule.Kind.hourListOverdue`: the meter sends, but its hourly counters do not come.
///
/// Hours are counted, not time: an hour that was hardly seen says nothing about the list, and silence is another rule's.
struct HourListOverdueCondition: AlertCondition {
    let hours: Int

    /// The least that must be seen of an hour; with less, its list may have been missed as well.
    private static let seenSeconds = 1_800
    /// Hours further back than this are new: the clock had been ahead.
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
