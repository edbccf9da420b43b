public import Civil

/// What a meter shows at a moment: everything that a list may hold.
public struct MeterValues: Sendable {
    /// When it is sent.
    public var time: Instant
    /// What the meter's clock says then; `nil` for one that is not set.
    public var clock: Instant?
    /// What is drawn. Negative only where the meter puts a sign before what is fed in.
    public var powerW: Int
    /// What is fed in.
    public var exportW = 0
    public var reactiveVar: Int
    /// Of L1, L2, L3; together `powerW`.
    public var phasePowerW: [Int]
    /// Of L1, L2, L3; together `exportW`.
    public var phaseExportW: [Int]
    /// Of L1, L2, L3; together `reactiveVar`.
    public var phaseReactiveVar: [Int]
    /// Of L1, L2, L3.
    public var currentMA: [Int]
    public var voltageMV: [Int]
    /// The counter of what is drawn.
    public var energyWh: Int
    /// The counter of what is fed in.
    public var exportWh: Int
    public var reactiveWh: Int
    /// Whether the counters are of now though the model has those of the full hour.
    public var hasCurrentCounters = false

    /// Takes clock and counters of another list.
    mutating func `repeat`(_ list: MeterValues) {
        clock = list.clock
        (energyWh, exportWh, reactiveWh) = (list.energyWh, list.exportWh, list.reactiveWh)
    }

    /// The same home on L1 alone.
    var onOnePhase: MeterValues {
        var values = self
        values.phasePowerW = [powerW, 0, 0]
        values.phaseExportW = [exportW, 0, 0]
        values.phaseReactiveVar = [reactiveVar, 0, 0]
        values.currentMA = [currentMA.reduce(0, +), 0, 0]
        values.voltageMV = [voltageMV[0], 0, 0]
        return values
    }

    /// How a quantity of the whole home lies on its phases: L1 carries half, L2 a third, L3 the rest.
    static func phases(of total: Int) -> [Int] {
        [total / 2, total / 3, total - total / 2 - total / 3]
    }
}
