public import Ledger

/// What a meter shows at a moment: everything that a list may hold.
public struct MeterValues: Sendable {
    public var time: Instant
    public var powerW: Int
    public var reactiveVar: Int
    /// Of L1, L2, L3; together `powerW`.
    public var phasePowerW: [Int]
    /// Of L1, L2, L3; together `reactiveVar`.
    public var phaseReactiveVar: [Int]
    /// Of L1, L2, L3.
    public var currentMA: [Int]
    public var voltageMV: [Int]
    /// The counter, exact.
    public var energyWh: Int
    public var reactiveWh: Int

    /// How a quantity of the whole home lies on its phases: L1 carries half, L2 a third, L3 the rest.
    static func phases(of total: Int) -> [Int] {
        [total / 2, total / 3, total - total / 2 - total / 3]
    }
}
