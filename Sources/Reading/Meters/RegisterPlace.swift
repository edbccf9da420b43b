import DLMS

/// Where a reading keeps a register, and in what.
struct RegisterPlace {
    private let entry: UInt64

    /// - Returns: `nil` for a register that a reading has no place for: a tariff's, a phase's reactive power, a maximum.
    @inline(__always)
    init?(_ code: OBISCode) {
        let quantity = code.quantity
        // C and eight times D, which no two of the registers share in their low six bits.
        let entry = registerPlaces[Int((quantity &>> 16 &+ quantity &>> 5) & 63)]
        guard UInt32(truncatingIfNeeded: entry &>> 24) == quantity else { return nil }
        self.entry = entry
    }

    /// The only unit that the register can be in, by its number in COSEM.
    @inline(__always)
    var unit: UInt8 { UInt8(truncatingIfNeeded: entry &>> 16) }

    /// The power of ten from the unit to what a reading counts in: currents in mA, voltages in mV, the rest in whole units.
    @inline(__always)
    var exponent: Int { Int(UInt8(truncatingIfNeeded: entry &>> 8)) }

    /// The number of its `Quantity`.
    @inline(__always)
    var index: Int { Int(UInt8(truncatingIfNeeded: entry)) }
}

// swift-format-ignore
/// C, D and E of the register, its unit, its exponent and its place, a byte each; `RegisterPlaceTests` says them in words.
let registerPlaces: InlineArray<64, UInt64> = [
    0x48_07_00_23_03_09, 0x01_08_00_1E_00_10, 0x02_08_00_1E_00_11, 0x03_08_00_20_00_12,
    0x04_08_00_20_00_13, 0, 0, 0,
    0, 0, 0, 0,
    0, 0x15_07_00_1B_00_0A, 0x16_07_00_1B_00_0D, 0,
    0, 0, 0, 0,
    0, 0, 0, 0x1F_07_00_21_03_04,
    0x20_07_00_23_03_07, 0, 0, 0,
    0, 0, 0, 0,
    0, 0x29_07_00_1B_00_0B, 0x2A_07_00_1B_00_0E, 0,
    0, 0, 0, 0,
    0, 0, 0, 0x33_07_00_21_03_05,
    0x34_07_00_23_03_08, 0, 0, 0,
    0, 0, 0, 0,
    0, 0x3D_07_00_1B_00_0C, 0x3E_07_00_1B_00_0F, 0,
    0, 0x01_07_00_1B_00_00, 0x02_07_00_1B_00_01, 0x03_07_00_1D_00_02,
    0x04_07_00_1D_00_03, 0, 0, 0x47_07_00_21_03_06,
]
