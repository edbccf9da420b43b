import Civil

/// Condition of `AlertRule.Kind.brokerAway`: the MQTT broker is not connected. The rule's hold time says for how long.
struct BrokerAwayCondition: AlertCondition {
    func findings(after input: AlertInput, raised: RaisedAlert?, _ memory: inout ConditionMemory) -> [Finding]
    {
        guard case .tick(let time, let facts) = input, let isConnected = facts.isBrokerConnected else {
            return []
        }
        let situation: Situation = isConnected ? .brokerBack : .brokerAway
        return [Finding(time: time, holds: !isConnected, episode: nil, situation: situation)]
    }
}

/// Condition of `AlertRule.Kind.diskLow`: the disk is almost full, or the history cannot be written.
struct DiskLowCondition: AlertCondition {
    let freeMB: Int
    let hysteresisMB: Int

    func findings(after input: AlertInput, raised: RaisedAlert?, _ memory: inout ConditionMemory) -> [Finding]
    {
        guard case .tick(let time, let facts) = input else { return [] }
        let isFailing = facts.isHistoryFailing ?? false
        let free = facts.diskFreeBytes.map { Int($0 / 1_000_000) }
        guard free != nil || facts.isHistoryFailing != nil else { return [] }
        let wanted = raised == nil ? freeMB : freeMB + hysteresisMB
        let holds = isFailing || free.map { $0 < wanted } ?? false
        let space = DiskSpace(freeMB: free, limitMB: freeMB, isHistoryFailing: isFailing)
        let situation: Situation = holds ? .diskLow(space) : .diskEnough(space)
        return [Finding(time: time, holds: holds, episode: nil, situation: situation)]
    }
}
