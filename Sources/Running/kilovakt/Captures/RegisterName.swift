import DLMS

/// The name of a register in words, by its OBIS code (IEC 62056-61): "active import", "energy, active import, tariff
/// 1".
struct RegisterName {
    /// Empty for a code that has no name here.
    let text: String

    init(_ code: OBISCode) {
        guard code.a == 1, let quantity = Self.quantity(code.c), let kind = Self.kind(code.c, code.d) else {
            text = ""
            return
        }
        text = kind + quantity + Self.tariff(code)
    }

    /// C: what is measured, and in which phase.
    private static func quantity(_ c: UInt8) -> String? {
        if let name = quantities[c] { return name }
        let phase = c / 20
        guard (1...3).contains(phase), let name = phaseQuantities[c - phase * 20] else { return nil }
        return "\(name) L\(phase)"
    }

    private static let quantities: [UInt8: String] = [
        1: "active import", 2: "active export", 3: "reactive import", 4: "reactive export",
        5: "reactive, quadrant I", 6: "reactive, quadrant II", 7: "reactive, quadrant III",
        8: "reactive, quadrant IV", 9: "apparent import", 10: "apparent export", 13: "power factor",
        14: "frequency", 15: "active, both ways", 16: "active, import less export",
    ]

    private static let phaseQuantities: [UInt8: String] = [
        1: "active import", 2: "active export", 3: "reactive import", 4: "reactive export",
        9: "apparent import", 10: "apparent export", 11: "current", 12: "voltage", 13: "power factor",
    ]

    /// D: the value of now, energy, a mean, a limit, a maximum; `nil` for what has no name here.
    private static func kind(_ c: UInt8, _ d: UInt8) -> String? {
        switch d {
        case 2: "sum of maxima, "
        case 3: "lowest, "
        // P1 has the limit of a phase's current in the place of its mean.
        case 4: c / 20 > 0 && c % 20 == 11 ? "limit, " : "running mean, "
        case 5: "last mean, "
        case 6: "highest, "
        case 7: ""
        case 8: "energy, "
        default: nil
        }
    }

    private static func tariff(_ code: OBISCode) -> String {
        code.e == 0 || code.e == 255 ? "" : ", tariff \(code.e)"
    }
}
