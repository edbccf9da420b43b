public import Civil

/// What the ledger has to know of the home.
public struct LedgerSettings: Sendable {
    /// Names days and months.
    public var calendar: LocalCalendar
    /// How hours come to a capacity step, by month.
    public var capacity: CapacitySchedule
    /// The upper bound of capacity that the home wants to stay below, in W; `nil` takes it from last month, or from the same
    /// month a year ago.
    public var targetW: Int?
    /// The most that can flow through the main fuse, in W.
    public var maximumPowerW: Int
    /// What the energy registers count, for a meter whose lists do not say it. Others are never touched by it.
    public var energyScale: EnergyScaleSetting

    public init(
        calendar: LocalCalendar,
        capacity: CapacitySchedule = .common,
        targetW: Int? = nil,
        maximumPowerW: Int = LedgerSettings.unknownFuseW,
        energyScale: EnergyScaleSetting = .auto
    ) {
        self.calendar = calendar
        self.capacity = capacity
        self.targetW = targetW
        self.maximumPowerW = maximumPowerW
        self.energyScale = energyScale
    }

    /// Three phases of 63 A at 230 V: more than a home's main fuse, for when it is not known.
    public static let unknownFuseW = 43_470
    /// The bound to stay below in a home that nothing is known of: the 5–10 kW step, where most homes with electric
    /// heating are. On a ladder without this bound it is the next one above.
    public static let unknownTargetW = 10_000
}
