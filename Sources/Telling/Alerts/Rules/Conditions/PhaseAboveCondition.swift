import Civil
import Ledger
import Meters

/// Condition of `AlertRule.Kind.phaseAbove`: a phase draws more than a share of the main fuse.
///
/// The highest current that the meter sends counts, in any net. On an IT net a meter may leave L2 out, whose current cannot
/// be known from the other two. For a meter that sends no currents the power counts: at least one phase carries as much as
/// each would under an even load.
struct PhaseAboveCondition: AlertCondition {
    let limitMA: Int
    let hysteresisMA: Int
    let fuse: MainFuse

    func findings(after input: AlertInput, raised: RaisedAlert?, _ memory: inout ConditionMemory) -> [Finding]
    {
        guard case .event(.live(let live)) = input, let load = load(of: live.reading, &memory) else {
            return []
        }
        let holds = load.currentMA > limitMA || (raised != nil && load.currentMA >= limitMA - hysteresisMA)
        let situation: Situation = holds ? .phaseAbove(load) : .phaseBelow(load)
        return [Finding(time: live.time, holds: holds, episode: nil, situation: situation)]
    }

    private func load(of reading: Reading, _ memory: inout ConditionMemory) -> PhaseLoad? {
        let currents = reading.currentMA.numbered
        memory.phases |= currents.reduce(0) { $0 | 1 << ($1.phase - 1) }
        // Current that is fed in loads the fuse as well; some meters give it a minus sign.
        if let most = currents.max(by: { $0.value.magnitude < $1.value.magnitude }) {
            return load(phase: most.phase, mA: most.value.magnitude)
        }
        guard memory.phases == 0, let watts = reading.powerImportW else { return nil }
        let power = max(watts, reading.powerExportW ?? 0, 0)
        let currentMA = Double(power) * 1_000 / (fuse.phaseFactor * 230)
        return load(phase: nil, mA: UInt(min(currentMA, Self.most)))
    }

    private func load(phase: Int?, mA: UInt) -> PhaseLoad {
        let currentMA = Int(min(mA, UInt(Self.most)))
        return PhaseLoad(phase: phase, currentMA: currentMA, limitMA: limitMA, fuseAmps: fuse.amps)
    }

    /// A megaampere, as a bound for what can be a current.
    private static let most = 1e9
}

/// The main fuse of the home.
public struct MainFuse: Sendable, Hashable {
    /// 6...1000.
    public var amps: Int
    /// Whether the net has no neutral (IT, 230 V between phases) or has one (TN, 230 V to neutral).
    public var isIT: Bool

    public init(amps: Int, isIT: Bool) {
        self.amps = amps
        self.isIT = isIT
    }

    /// Three evenly loaded phases carry `phaseFactor × 230 V × current`.
    var phaseFactor: Double { isIT ? 1.732 : 3 }
}

extension PhaseValues {
    /// The phases that have a value, by number.
    var numbered: [(phase: Int, value: Int)] {
        [(1, l1), (2, l2), (3, l3)].compactMap { phase, value in value.map { (phase, $0) } }
    }
}
