import Civil
import Meters

/// One thing that happens to a ledger. A sequence of them is a life, and any part of it is one too.
struct LivedStep {
    enum Kind {
        /// A message that got through.
        case message(Reading)
        /// Time that passes without one.
        case silence
        /// The daemon stops and starts: its state goes through its stored form.
        case restart
        /// The same after a power failure: what was not stored is gone.
        case powerFailure
    }

    var kind: Kind
    /// By the host's clock.
    var time: Instant
}

extension LivedStep: CustomStringConvertible {
    var description: String {
        guard case .message(let reading) = kind else { return "\(time) \(kind)" }
        let registers = reading.energyImportWh.map { " \($0)/\(reading.energyExportWh ?? 0) Wh" } ?? ""
        return "\(time) \(reading.powerImportW ?? 0)/\(reading.powerExportW ?? 0) W\(registers)"
            + " clock \(reading.clockText ?? "") of \(reading.identity?.id ?? "")"
    }
}

/// What may happen in a life.
struct Hardships: OptionSet {
    let rawValue: Int

    static let losses = Hardships(rawValue: 1)
    static let restarts = Hardships(rawValue: 2)
    static let powerFailures = Hardships(rawValue: 4)
    static let clockSteps = Hardships(rawValue: 8)
    static let oddLists = Hardships(rawValue: 16)
    static let newRegisters = Hardships(rawValue: 32)
    static let all = Hardships(rawValue: 63)
}
