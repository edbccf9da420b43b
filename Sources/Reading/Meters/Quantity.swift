import DLMS

/// The quantities that a reading holds, each in one place of it.
@usableFromInline
@frozen
enum Quantity: UInt8, CaseIterable {
    case powerImport, powerExport, reactiveImport, reactiveExport
    case currentL1, currentL2, currentL3
    case voltageL1, voltageL2, voltageL3
    case powerImportL1, powerImportL2, powerImportL3
    case powerExportL1, powerExportL2, powerExportL3
    case energyImport, energyExport, reactiveEnergyImport, reactiveEnergyExport
}

/// One whole number for each quantity, or none.
///
/// A bit for each that is there, 32 bits for what is measured and 64 for what is counted: a third of what as many optionals take.
/// A reading is made and handed on some hundred thousand times a second when a capture is replayed, and what is no longer than
/// this is copied in registers.
@usableFromInline
@frozen
struct QuantityValues: Sendable, Equatable {
    @usableFromInline var present: UInt32 = 0
    @usableFromInline var measured = InlineArray<16, Int32>(repeating: 0)
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
            return index < 16 ? Int(measured[index]) : Int(exactly: counted[index &- 16])
        }
        @inlinable
        set { set(quantity, newValue.map { Int64($0) }) }
    }

    @inlinable
    mutating func set(_ quantity: Quantity, _ value: Int64?) {
        let index = Int(quantity.rawValue)
        present &= ~bit(index)
        if let value { add(index, value) }
    }

    /// Keeps a number that fits.
    @inlinable
    mutating func add(_ index: Int, _ value: Int64) {
        if index < 16 {
            let small = Int32(truncatingIfNeeded: value)
            guard Int64(small) == value else { return }
            measured[index] = small
        } else {
            counted[index &- 16] = value
        }
        present |= bit(index)
    }

    @inlinable
    func bit(_ index: Int) -> UInt32 { 1 &<< UInt32(truncatingIfNeeded: index) }

    /// True when the voltage of a phase is 0.
    @usableFromInline var hasZeroVoltage: Bool {
        for index in 7..<10 where present & bit(index) != 0 && measured[index] == 0 { return true }
        return false
    }

    /// What is not there is left over from another message: only what is counts.
    @inlinable
    static func == (left: Self, right: Self) -> Bool {
        guard left.present == right.present else { return false }
        for index in 0..<16 where left.present & left.bit(index) != 0 {
            if left.measured[index] != right.measured[index] { return false }
        }
        for index in 0..<4 where left.present & left.bit(index + 16) != 0 {
            if left.counted[index] != right.counted[index] { return false }
        }
        return true
    }
}
