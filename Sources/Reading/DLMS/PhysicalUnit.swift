/// The unit of a register, by its number in COSEM (IEC 62056-6-2, table 4).
@frozen
public enum PhysicalUnit: UInt8, Sendable, Hashable {
    case watt = 27
    case voltAmpere = 28
    case `var` = 29
    case wattHour = 30
    case voltAmpereHour = 31
    case varHour = 32
    case ampere = 33
    case volt = 35
    case hertz = 44

    /// `W`, `varh`, `A` …
    public var symbol: String {
        switch self {
        case .watt: "W"
        case .voltAmpere: "VA"
        case .var: "var"
        case .wattHour: "Wh"
        case .voltAmpereHour: "VAh"
        case .varHour: "varh"
        case .ampere: "A"
        case .volt: "V"
        case .hertz: "Hz"
        }
    }
}
