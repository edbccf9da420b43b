import Civil
import Ledger
import Meters

/// A phase draws more than a share of the main fuse: `AlertRule.Kind.phaseAbove`.
///
/// The highest current that the meter sends is looked at, in any net; on an IT net a meter may leave L2 out, and what flows
/// there cannot be told from the other two. A meter that sends no currents at all is gone by its power: at least one
/// phase carries what they would if all were loaded alike.
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
        // Fed in, it loads the fuse as well; a sign says which way, where there is one.
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

    /// A megaampere: what is above it is no current.
    private static let most = 1e9
}

/// The fuse that the whole home hangs on.
public struct MainFuse: Sendable, Hashable {
    /// 6...1000.
    public var amps: Int
    /// Without a neutral (IT, 230 V between phases); else with one (TN, 230 V to neutral).
    public var isIT: Bool

    public init(amps: Int, isIT: Bool) {
        self.amps = amps
        self.isIT = isIT
    }

    /// Evenly loaded, three phases carry `phaseFactor × 230 V × current`.
    var phaseFactor: Double { isIT ? 1.732 : 3 }
}

extension PhaseValues {
    /// The phases that have a value, by number.
    var numbered: [(phase: Int, value: Int)] {
        [(1, l1), (2, l2), (3, l3)].compactMap { phase, value in value.map { (phase, $0) } }
    }
}
