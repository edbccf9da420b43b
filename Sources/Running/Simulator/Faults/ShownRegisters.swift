import Civil

/// What the registers show of what has flowed: the same, until they stand still, fall, jump or begin anew.
struct ShownRegisters: Sendable {
    /// What happens at a moment, in order, as far as it has not happened yet.
    private var coming: [Fault]
    private let standing: [Fault]
    /// What they show less what has flowed.
    private var difference = Counters()
    /// What they have stood at since they stand still.
    private var held: Counters?

    init(_ faults: FaultList) {
        let moments = [FaultName.registerReset, .registerFall, .registerJump, .otherMeter]
        coming = faults.faults.filter { moments.contains($0.name) }.sorted { $0.start < $1.start }
        standing = faults[.frozenRegister]
    }

    /// Lets faults happen whose time has come.
    ///
    /// - Parameter flowed: what has flowed since the meter was made.
    /// - Returns: the fault that brought another meter, if one did.
    mutating func pass(to now: Instant, _ flowed: Counters) -> Fault? {
        var other: Fault?
        while let fault = coming.first, fault.start <= now {
            coming.removeFirst()
            if fault.name == .otherMeter { other = fault }
            happen(fault, flowed)
        }
        if standing.contains(where: { $0.isActive(at: now) }) {
            if held == nil { held = flowed + difference }
        } else {
            held = nil
        }
        return other
    }

    private mutating func happen(_ fault: Fault, _ flowed: Counters) {
        let amount = Int64(fault.amount) * 3_600
        switch fault.name {
        case .registerFall: difference.importWs -= min(amount, (flowed + difference).importWs)
        case .registerJump: difference.importWs += amount
        default: difference = Counters() - flowed
        }
        held = nil
    }

    func shown(_ flowed: Counters) -> Counters { held ?? flowed + difference }
}
