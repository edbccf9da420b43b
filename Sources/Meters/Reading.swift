public import DLMS

/// What one message of a meter says, in base units.
///
/// A value that the meter did not send is `nil`, never 0: list 1 holds power alone, and a meter on an IT net has no
/// current on L2.
public struct Reading: Sendable, Equatable {
    public var make: Make
    /// Who sent it; `nil` in messages that do not say (list 1).
    public var identity: MeterIdentity?
    /// The meter's own clock as it wrote it: local time or CET, by make. Never the key of an hour.
    public var clock: COSEMDateTime?

    // MARK: Now

    /// Active power drawn from the grid, in W (OBIS 1.7.0).
    public var powerImportW: Int?
    /// Active power fed into the grid, in W (2.7.0).
    public var powerExportW: Int?
    /// Reactive power, in var (3.7.0).
    public var reactiveImportVar: Int?
    /// Reactive power, in var (4.7.0).
    public var reactiveExportVar: Int?
    /// Currents of L1, L2 and L3, in mA (31.7.0, 51.7.0, 71.7.0).
    public var currentMA = PhaseValues()
    /// Voltages of L1, L2 and L3, in mV (32.7.0, 52.7.0, 72.7.0): to neutral in a TN net, to the next phase in an IT net.
    public var voltageMV = PhaseValues()

    // MARK: Counters

    /// Energy drawn since the meter was made, in Wh (1.8.0).
    public var energyImportWh: Int?
    /// Energy fed in since the meter was made, in Wh (2.8.0).
    public var energyExportWh: Int?
    /// Reactive energy, in varh (3.8.0).
    public var reactiveEnergyImportVarh: Int?
    /// Reactive energy, in varh (4.8.0).
    public var reactiveEnergyExportVarh: Int?
    /// True when the list names no unit for its energy registers and ten watt-hours were assumed, as Kamstrup's; the ledger
    /// checks it.
    public var assumesEnergyScale = false

    public init(make: Make) {
        self.make = make
    }
}

/// One value for each phase; `nil` where the meter sends none.
public struct PhaseValues: Sendable, Equatable {
    public var l1: Int?
    public var l2: Int?
    public var l3: Int?

    public init(l1: Int? = nil, l2: Int? = nil, l3: Int? = nil) {
        self.l1 = l1
        self.l2 = l2
        self.l3 = l3
    }

    /// True when the meter sent none of the three.
    public var isEmpty: Bool { l1 == nil && l2 == nil && l3 == nil }
}
