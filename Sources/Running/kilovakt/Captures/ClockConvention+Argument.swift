import ArgumentParser
import Meters

extension ClockConvention {
    /// - Parameter argument: `local`, `cet` or `utc`.
    init(argument: String) throws {
        switch argument {
        case "local": self = .localTime
        case "cet": self = .winterTime
        case "utc": self = .utc
        default: throw ValidationError("--clock \(argument): must be local, cet or utc")
        }
    }
}
