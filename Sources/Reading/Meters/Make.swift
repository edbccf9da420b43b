import DLMS

/// Who made the meter, as far as it says so.
public enum Make: String, Sendable, Hashable, CaseIterable {
    case aidon = "Aidon"
    case kaifa = "Kaifa"
    case kamstrup = "Kamstrup"
    case landisGyr = "Landis+Gyr"
    case iskraemeco = "Iskraemeco"
    case sagemcom = "Sagemcom"
    /// Networked Energy Services, once Echelon.
    case nes = "NES"
    /// A meter that names its registers and not its maker, or a maker without a case here.
    case unknown = "unknown"

    /// - Parameter letters: begins with the maker's three letters, as system titles, logical device names and P1 telegrams do
    ///   (the FLAG Association's list, https://www.dlms.com/flag-id).
    public init(flag letters: RawSpan) {
        guard letters.byteCount >= 3 else {
            self = .unknown
            return
        }
        var code: UInt32 = 0
        // Some write the third in lower case: `ISk5`.
        for index in 0..<3 {
            code = code << 8 | UInt32(letters.unsafeLoad(fromByteOffset: index, as: UInt8.self) & 0xDF)
        }
        self =
            switch code {
            case 0x41_44_4E: .aidon
            case 0x4B_46_4D: .kaifa
            case 0x4B_41_4D: .kamstrup
            // LGA, LGB, LGF, LGZ; XMX in telegrams of the Netherlands.
            case 0x4C_47_41, 0x4C_47_42, 0x4C_47_46, 0x4C_47_5A, 0x58_4D_58: .landisGyr
            case 0x49_53_4B: .iskraemeco
            // SAG, SET.
            case 0x53_41_47, 0x53_45_54: .sagemcom
            // NES, and ECH from when it was Echelon.
            case 0x4E_45_53, 0x45_43_48: .nes
            default: .unknown
            }
    }
}
