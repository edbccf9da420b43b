/// What can go wrong between a home and its hours; the raw value is the name on the command line.
public enum FaultName: String, Sendable, Hashable, CaseIterable {
    // The hourly list.
    case repeatedList = "repeated-list"
    case lateList = "late-list"
    case missingList = "missing-list"
    case noList = "no-list"
    case registersAlways = "registers-always"
    // The registers.
    case frozenRegister = "frozen-register"
    case registerReset = "register-reset"
    case registerFall = "register-fall"
    case registerJump = "register-jump"
    case otherMeter = "other-meter"
    // The clocks.
    case wrongClock = "wrong-clock"
    case unsetClock = "unset-clock"
    case hostClock = "host-clock"
    // The power.
    case production
    case signedPower = "signed-power"
    // The line.
    case silence
    case noise
    case bitErrors = "bit-errors"
    case cut
    case doubled
}

extension FaultName {
    /// How long a fault can be.
    enum Extent: Sendable {
        /// It happens at a moment, which has to be named.
        case moment
        /// It begins with the first list at or after its time, and is of so many lists: one, when nothing is said.
        case lists
        /// It lasts: from the first message and to the last, when nothing is said.
        case span
    }

    /// What stands behind the `=`.
    enum Value: Sendable {
        case none
        /// A length of time such as `90s`; `isSigned` when it may be negative.
        case duration(isSigned: Bool, seconds: ClosedRange<Int64>)
        /// A whole number; `standard` when nothing is said, `nil` where it has to be.
        case number(unit: String, range: ClosedRange<Int>, standard: Int?)
        /// The number of a meter.
        case meterNumber
    }

    var extent: Extent {
        switch self {
        case .repeatedList, .lateList, .missingList: .lists
        case .registerReset, .registerFall, .registerJump, .otherMeter: .moment
        default: .span
        }
    }

    var value: Value {
        switch self {
        case .lateList: .duration(isSigned: false, seconds: 1...3_540)
        case .wrongClock: .duration(isSigned: true, seconds: -31_536_000...31_536_000)
        case .hostClock: .duration(isSigned: true, seconds: -1_577_880_000...1_577_880_000)
        case .registerFall, .registerJump: .number(unit: "Wh", range: 1...1_000_000_000, standard: nil)
        case .production: .number(unit: "W", range: 1...100_000, standard: 6_000)
        case .noise: .number(unit: "bytes", range: 1...10_000, standard: 20)
        case .bitErrors, .cut, .doubled: .number(unit: "", range: 1...1_000_000, standard: 1)
        case .otherMeter: .meterNumber
        default: .none
        }
    }

    /// What it does, in a line of a help text.
    public var summary: String {
        switch self {
        case .repeatedList: "the list before comes again: same clock, same counters"
        case .lateList: "the list comes so long after the hour, =150s"
        case .missingList: "the list does not come"
        case .noList: "no hourly list for as long as it lasts"
        case .registersAlways: "counters in each message of every ten seconds"
        case .frozenRegister: "the counters stand still, and catch up when it ends"
        case .registerReset: "the counters begin at 0"
        case .registerFall: "the counter falls by a number of Wh, =5000"
        case .registerJump: "the counter jumps by a number of Wh, =150000"
        case .otherMeter: "another meter with another number (=NUMBER) and counters at 0"
        case .wrongClock: "the meter's clock, and its hours, are so far off, =-20m"
        case .unsetClock: "the meter's clock says no time"
        case .hostClock: "the times of a timed capture are so far off, =-3h"
        case .production: "solar panels, with their W at noon, =6000"
        case .signedPower: "exported power is sent as negative imported power"
        case .silence: "nothing comes; the meter goes on measuring"
        case .noise: "random bytes before each message, =20 bytes"
        case .bitErrors: "a bit is wrong in one message of a number, =1 for each"
        case .cut: "the end of one message of a number is missing, =1 for each"
        case .doubled: "one message of a number comes twice, =1 for each"
        }
    }
}
