public import DLMS

/// What one message of a meter says, in base units.
///
/// A value that the meter did not send is `nil`, never 0: list 1 holds power alone, and a meter on an IT net has no
/// current on L2.
@frozen
public struct Reading: Sendable, Equatable {
    public var make: Make
    /// Who sent it; `nil` in messages that do not say (list 1).
    public var identity: MeterIdentity?
    /// The meter's own clock as it wrote it: local time or CET, by make. Never the key of an hour.
    public var clock: COSEMDateTime?
    /// True when the list names no unit for its counters and ten watt-hours were assumed, as in Kamstrup's: the Norwegian meters
    /// count so, the Swedish ones in watt-hours under the same list name.
    public var assumesEnergyScale = false
    @usableFromInline var values = QuantityValues()

    @inlinable
    public init(make: Make) {
        self.make = make
    }

    // MARK: Now

    /// Active power drawn from the grid, in W (OBIS 1.7.0).
    public var powerImportW: Int? {
        @inlinable get { values[.powerImport] }
        @inlinable set { values[.powerImport] = newValue }
    }

    /// Active power fed into the grid, in W (2.7.0).
    public var powerExportW: Int? {
        @inlinable get { values[.powerExport] }
        @inlinable set { values[.powerExport] = newValue }
    }

    /// Reactive power, in var (3.7.0).
    public var reactiveImportVar: Int? {
        @inlinable get { values[.reactiveImport] }
        @inlinable set { values[.reactiveImport] = newValue }
    }

    /// Reactive power, in var (4.7.0).
    public var reactiveExportVar: Int? {
        @inlinable get { values[.reactiveExport] }
        @inlinable set { values[.reactiveExport] = newValue }
    }

    /// Active power drawn through L1, L2 and L3, in W (21.7.0, 41.7.0, 61.7.0).
    public var phaseImportW: PhaseValues {
        @inlinable get {
            PhaseValues(l1: values[.powerImportL1], l2: values[.powerImportL2], l3: values[.powerImportL3])
        }
        @inlinable set {
            values[.powerImportL1] = newValue.l1
            values[.powerImportL2] = newValue.l2
            values[.powerImportL3] = newValue.l3
        }
    }

    /// Active power fed in through L1, L2 and L3, in W (22.7.0, 42.7.0, 62.7.0).
    public var phaseExportW: PhaseValues {
        @inlinable get {
            PhaseValues(l1: values[.powerExportL1], l2: values[.powerExportL2], l3: values[.powerExportL3])
        }
        @inlinable set {
            values[.powerExportL1] = newValue.l1
            values[.powerExportL2] = newValue.l2
            values[.powerExportL3] = newValue.l3
        }
    }

    /// Currents of L1, L2 and L3, in mA (31.7.0, 51.7.0, 71.7.0).
    public var currentMA: PhaseValues {
        @inlinable get { PhaseValues(l1: values[.currentL1], l2: values[.currentL2], l3: values[.currentL3]) }
        @inlinable set {
            values[.currentL1] = newValue.l1
            values[.currentL2] = newValue.l2
            values[.currentL3] = newValue.l3
        }
    }

    /// Voltages of L1, L2 and L3, in mV (32.7.0, 52.7.0, 72.7.0): to neutral in a TN net, to the next phase in an IT net.
    public var voltageMV: PhaseValues {
        @inlinable get { PhaseValues(l1: values[.voltageL1], l2: values[.voltageL2], l3: values[.voltageL3]) }
        @inlinable set {
            values[.voltageL1] = newValue.l1
            values[.voltageL2] = newValue.l2
            values[.voltageL3] = newValue.l3
        }
    }

    // MARK: Counters

    /// Energy drawn since the meter was made, in Wh (1.8.0).
    public var energyImportWh: Int? {
        @inlinable get { values[.energyImport] }
        @inlinable set { values[.energyImport] = newValue }
    }

    /// Energy fed in since the meter was made, in Wh (2.8.0).
    public var energyExportWh: Int? {
        @inlinable get { values[.energyExport] }
        @inlinable set { values[.energyExport] = newValue }
    }

    /// Reactive energy, in varh (3.8.0).
    public var reactiveEnergyImportVarh: Int? {
        @inlinable get { values[.reactiveEnergyImport] }
        @inlinable set { values[.reactiveEnergyImport] = newValue }
    }

    /// Reactive energy, in varh (4.8.0).
    public var reactiveEnergyExportVarh: Int? {
        @inlinable get { values[.reactiveEnergyExport] }
        @inlinable set { values[.reactiveEnergyExport] = newValue }
    }
}

extension Reading {
    /// Removes the voltages that are 0 where another phase has voltage, and the currents that are 0 there: a phase that
    /// the meter does not measure.
    @inline(never)
    mutating func removeUnmeasured() {
        let voltage = voltageMV
        guard max(voltage.l1 ?? 0, voltage.l2 ?? 0, voltage.l3 ?? 0) > 0 else { return }
        let current = currentMA
        voltageMV = PhaseValues(l1: voltage.l1.measured, l2: voltage.l2.measured, l3: voltage.l3.measured)
        currentMA = PhaseValues(
            l1: voltage.l1 == 0 ? current.l1.measured : current.l1,
            l2: voltage.l2 == 0 ? current.l2.measured : current.l2,
            l3: voltage.l3 == 0 ? current.l3.measured : current.l3
        )
    }
}

extension Int? {
    /// `nil` for 0.
    fileprivate var measured: Int? { self == 0 ? nil : self }
}

/// One value for each phase; `nil` where the meter sends none.
@frozen
public struct PhaseValues: Sendable, Equatable {
    public var l1: Int?
    public var l2: Int?
    public var l3: Int?

    @inlinable
    public init(l1: Int? = nil, l2: Int? = nil, l3: Int? = nil) {
        self.l1 = l1
        self.l2 = l2
        self.l3 = l3
    }

    /// True when the meter sent none of the three.
    @inlinable public var isEmpty: Bool { l1 == nil && l2 == nil && l3 == nil }
}
