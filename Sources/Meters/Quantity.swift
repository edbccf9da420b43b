import DLMS

/// The quantities that a reading holds, each in one place of it.
@usableFromInline
@frozen
enum Quantity: UInt8, CaseIterable {
    case powerImport, powerExport, reactiveImport, reactiveExport
    case currentL1, currentL2, currentL3
    case voltageL1, voltageL2, voltageL3
    case energyImport, energyExport, reactiveEnergyImport, reactiveEnergyExport

    /// - Returns: `nil` for a register that a reading has no place for: a tariff's, a phase's power, a maximum.
    @inline(__always)
    init?(_ code: OBISCode) {
        switch code.quantity {
        case 0x01_07_00: self = .powerImport
        case 0x02_07_00: self = .powerExport
        case 0x03_07_00: self = .reactiveImport
        case 0x04_07_00: self = .reactiveExport
        case 0x1F_07_00: self = .currentL1
        case 0x33_07_00: self = .currentL2
        case 0x47_07_00: self = .currentL3
        case 0x20_07_00: self = .voltageL1
        case 0x34_07_00: self = .voltageL2
        case 0x48_07_00: self = .voltageL3
        case 0x01_08_00: self = .energyImport
        case 0x02_08_00: self = .energyExport
        case 0x03_08_00: self = .reactiveEnergyImport
        case 0x04_08_00: self = .reactiveEnergyExport
        default: return nil
        }
    }

    /// The only unit that its register can be in.
    @inline(__always)
    var unit: PhysicalUnit {
        switch self {
        case .powerImport, .powerExport: .watt
        case .reactiveImport, .reactiveExport: .var
        case .currentL1, .currentL2, .currentL3: .ampere
        case .voltageL1, .voltageL2, .voltageL3: .volt
        case .energyImport, .energyExport: .wattHour
        case .reactiveEnergyImport, .reactiveEnergyExport: .varHour
        }
    }

    /// The power of ten from the unit to what a reading counts in: currents in mA, voltages in mV, the rest in whole units.
    @inline(__always)
    var exponent: Int {
        switch self {
        case .currentL1, .currentL2, .currentL3, .voltageL1, .voltageL2, .voltageL3: 3
        default: 0
        }
    }
}

/// One whole number for each quantity, or none.
///
/// A bit for each that is there, 32 bits for what is measured and 64 for what is counted: a third of what as many optionals take.
/// A reading is made and handed on some hundred thousand times a second when a capture is replayed, and what is no longer than
/// this is copied in registers.
@usableFromInline
@frozen
struct QuantityValues: Sendable, Equatable {
    @usableFromInline var present: UInt16 = 0
    @usableFromInline var measured = InlineArray<10, Int32>(repeating: 0)
    @usableFromInline var counted = InlineArray<4, Int64>(repeating: 0)

    @inlinable
    init() {}

    @inlinable
    mutating func removeAll() { present = 0 }

    /// The number of a quantity. One that does not fit is as good as none: a power of two gigawatts is no home's.
    @usableFromInline
    subscript(_ quantity: Quantity) -> Int? {
        @inlinable
        get {
            let index = Int(quantity.rawValue)
            guard present & bit(index) != 0 else { return nil }
            return index < 10 ? Int(measured[index]) : Int(exactly: counted[index &- 10])
        }
        @inlinable
        set { set(quantity, newValue.map { Int64($0) }) }
    }

    @inlinable
    mutating func set(_ quantity: Quantity, _ value: Int64?) {
        let index = Int(quantity.rawValue)
        present &= ~bit(index)
        guard let value else { return }
        if index < 10 {
            guard let small = Int32(exactly: value) else { return }
            measured[index] = small
        } else {
            counted[index &- 10] = value
        }
        present |= bit(index)
    }

    @inlinable
    func bit(_ index: Int) -> UInt16 { 1 &<< UInt16(truncatingIfNeeded: index) }

    /// What is not there is left over from another message: only what is counts.
    @inlinable
    static func == (left: Self, right: Self) -> Bool {
        guard left.present == right.present else { return false }
        for index in 0..<10 where left.present & left.bit(index) != 0 {
            if left.measured[index] != right.measured[index] { return false }
        }
        for index in 0..<4 where left.present & left.bit(index + 10) != 0 {
            if left.counted[index] != right.counted[index] { return false }
        }
        return true
    }
}
