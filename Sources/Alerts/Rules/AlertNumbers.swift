public import Foundation
public import Ledger

/// The figures of an alert: those that belong to its rule, the others `nil`.
///
/// Exact decimals, not floating point: 5.63 kWh is written 5.63.
public struct AlertNumbers: Sendable, Hashable {
    /// The hour that it is about.
    public var hourStart: Instant?
    /// Energy drawn in the hour, in kWh: so far, or in all when the hour is over.
    public var usedKWh: Decimal?
    /// What the hour is expected to end at, in kWh.
    public var expectedKWh: Decimal?
    /// What the hour may use before it changes the month's capacity step, in kWh.
    public var limitKWh: Decimal?
    /// The mean power that the rest of the hour may have, in W.
    public var budgetW: Int?
    /// Probability of passing the limit, 0...1, to three places.
    public var stepRisk: Decimal?
    /// Power drawn from the grid, in W.
    public var powerW: Int?
    /// What power is to stay below, in W.
    public var limitW: Int?

    public init() {}
}

extension AlertNumbers {
    init(_ situation: Situation) {
        switch situation {
        case .hourAtRisk(let status), .hourSafe(let status):
            set(status)
            usedKWh = Self.kilo(status.usedWh)
            expectedKWh = Self.kilo(status.expectedWh)
            budgetW = status.budgetW
            stepRisk = Self.kilo(Int((status.stepRisk * 1_000).rounded()))
        case .hourOver(let last, let closed):
            set(last)
            usedKWh = Self.kilo(closed?.importWh ?? last.usedWh)
        case .powerAbove(let watts, let limit), .powerBelow(let watts, let limit):
            powerW = watts
            limitW = limit
        }
    }

    private mutating func set(_ status: HourStatus) {
        hourStart = status.start
        limitKWh = status.limitWh.map(Self.kilo)
    }

    /// A thousandth of a whole number, exactly.
    private static func kilo(_ number: Int) -> Decimal {
        Decimal(sign: number < 0 ? .minus : .plus, exponent: -3, significand: Decimal(number.magnitude))
    }
}

extension Situation {
    var severity: Alert.Severity {
        switch self {
        case .hourAtRisk(let status): status.usedWh >= status.limitWh ?? .max ? .critical : .warning
        case .hourSafe, .hourOver, .powerAbove, .powerBelow: .warning
        }
    }
}
