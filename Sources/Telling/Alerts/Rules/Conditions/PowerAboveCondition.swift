import Civil
import Ledger
import Meters

/// Condition of `AlertRule.Kind.powerAbove`: power from the grid is above a limit.
struct PowerAboveCondition: AlertCondition {
    let limitW: Int
    let hysteresisW: Int

    func findings(after input: AlertInput, raised: RaisedAlert?, _ memory: inout ConditionMemory) -> [Finding]
    {
        guard case .event(.live(let live)) = input, let watts = live.reading.powerImportW else { return [] }
        let holds = watts > limitW || (raised != nil && watts >= limitW - hysteresisW)
        let situation: Situation =
            holds
            ? .powerAbove(watts: watts, limitW: limitW)
            : .powerBelow(watts: watts, limitW: limitW)
        return [Finding(time: live.time, holds: holds, episode: nil, situation: situation)]
    }
}
