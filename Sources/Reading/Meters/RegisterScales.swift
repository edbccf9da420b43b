import DLMS

/// The powers of ten of registers in a list that names none; `nil` for what nothing proves.
struct RegisterScales {
    /// To W and var.
    var power: Int?
    /// To Wh and varh.
    var energy: Int?
    /// To V.
    var voltage: Int?
    /// To A.
    var current: Int?

    /// The scale of a register; `nil` for one that is left out.
    subscript(_ code: OBISCode) -> (scaler: Int, unit: PhysicalUnit)? {
        switch (code.c, code.d) {
        case (1, 7), (2, 7), (21, 7), (22, 7), (41, 7), (42, 7), (61, 7), (62, 7): scale(power, .watt)
        case (3, 7), (4, 7), (23, 7), (24, 7), (43, 7), (44, 7), (63, 7), (64, 7): scale(power, .var)
        case (31, 7), (51, 7), (71, 7): scale(current, .ampere)
        case (32, 7), (52, 7), (72, 7): scale(voltage, .volt)
        case (1, 8), (2, 8): scale(energy, .wattHour)
        case (3...8, 8): scale(energy, .varHour)
        default: nil
        }
    }

    private func scale(_ scaler: Int?, _ unit: PhysicalUnit) -> (scaler: Int, unit: PhysicalUnit)? {
        scaler.map { ($0, unit) }
    }
}

/// The numbers of an object list by which it shows the make and the scales.
struct ScaleEvidence {
    /// By the logical device name, else by what the message says elsewhere.
    private(set) var make: Make
    /// True when there are registers of electricity.
    private(set) var hasRegisters = false
    /// 1.7.0 to 4.7.0.
    private var power = InlineArray<4, Int64>(repeating: 0)
    /// Of L1, L2 and L3, as sent; −1 for none.
    private var voltage = InlineArray<3, Int64>(repeating: -1)
    private var current = InlineArray<3, Int64>(repeating: -1)

    init(_ message: borrowing DataNotification, maker: Make) throws(DecodingError) {
        make = maker
        var values = message.values
        let count = try values.structure()
        var objects = try ObjectList.objects(of: message)
        try values.skip()
        _ = try PushObject(&objects)
        for _ in 1..<count {
            let object = try PushObject(&objects)
            if object.classID == 1, object.code == .logicalDeviceName, values.nextIsText {
                make = Make(flag: try values.text())
            } else if object.code.a == 1, object.classID == 3 || object.classID == 4, object.attribute == 2 {
                hasRegisters = true
                if let value = try values.number() { add(object.code, value) }
            } else {
                try values.skip()
            }
        }
    }

    private mutating func add(_ code: OBISCode, _ value: Int64) {
        guard code.d == 7, (0...Self.highest).contains(value) else { return }
        switch code.c {
        case 1...4: power[Int(code.c) - 1] = value
        case 31, 51, 71: current[Int(code.c) / 20 - 1] = value
        case 32, 52, 72: voltage[Int(code.c) / 20 - 1] = value
        default: break
        }
    }

    /// Beyond what any meter sends, and low enough for products of two within 64 bits.
    private static let highest: Int64 = 1_000_000_000

    /// The power of ten that makes every voltage one of a mains phase, 90 to 300 V; `nil` when no such power exists.
    var voltageScaler: Int? {
        for scaler in [0, -1, -2, -3] {
            let one = powerOfTen(-scaler)
            var fits = false
            for phase in 0..<3 where voltage[phase] > 0 {
                fits = (90 * one...300 * one).contains(voltage[phase])
                if !fits { break }
            }
            if fits { return scaler }
        }
        return nil
    }

    /// Apparent power divided by voltage times current, in hundredths, where currents are taken for hundredths of an
    /// ampere: about 100 when they are. `nil` where either is 0 or not sent.
    func apparentPowerShare(voltageScaler: Int) -> Int64? {
        let active = power[0] - power[1]
        let reactive = power[2] - power[3]
        let volts = powerOfTen(-voltageScaler)
        var product: Int64 = 0
        for phase in 0..<3 where voltage[phase] > 0 && current[phase] > 0 {
            product += voltage[phase] * current[phase] / volts
        }
        let apparent = squareRoot(
            active.magnitude * active.magnitude + reactive.magnitude * reactive.magnitude
        )
        guard product > 0, apparent > 0 else { return nil }
        return Int64(apparent) * 10_000 / product
    }
}

/// - Parameter exponent: 0 to 3.
private func powerOfTen(_ exponent: Int) -> Int64 {
    var power: Int64 = 1
    for _ in 0..<exponent { power *= 10 }
    return power
}

/// The whole square root of a number.
private func squareRoot(_ number: UInt64) -> UInt64 {
    guard number > 0 else { return 0 }
    var root: UInt64 = 1 << UInt64((64 - number.leadingZeroBitCount + 1) / 2)
    while true {
        let next = (root + number / root) / 2
        if next >= root { return root }
        root = next
    }
}
