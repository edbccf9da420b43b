public import Civil
public import Foundation
import Ledger

/// The figures of an alert: those of its kind of rule; all others are `nil`.
///
/// Exact decimals, not floating point: 5.63 kWh is written 5.63.
public struct AlertNumbers: Sendable, Hashable {
    /// The start of the hour that the alert is about.
    public var hourStart: Instant?
    /// Energy drawn in the hour, in kWh: so far, or in all when the hour is over.
    public var usedKWh: Decimal?
    /// The expected energy of the whole hour, in kWh.
    public var expectedKWh: Decimal?
    /// The energy that the hour may use before it changes the month's capacity step, in kWh.
    public var limitKWh: Decimal?
    /// The mean power that the rest of the hour may have, in W.
    public var budgetW: Int?
    /// Probability of passing the limit, 0...1, to three places.
    public var stepRisk: Decimal?
    /// Power drawn from the grid, in W.
    public var powerW: Int?
    /// The limit for the power, in W.
    public var limitW: Int?
    /// The phase that the alert is about: `L1`.
    public var phase: String?
    /// The highest current of the phases, in A.
    public var currentA: Decimal?
    /// The limit for the current, in A.
    public var limitA: Decimal?
    /// The main fuse's rating, in A.
    public var fuseA: Int?
    /// The voltage of the phase that is furthest from where it should be, in V.
    public var voltageV: Decimal?
    /// The bounds for the voltage, in V.
    public var lowV: Int?
    public var highV: Int?
    /// The local day that the alert is about: `2026-01-15`.
    public var day: String?
    /// The time of the meter's last message.
    public var lastMessage: Instant?
    /// The length of the meter's silence, in s.
    public var silentS: Int?
    /// Hours in a row that closed without the meter's counters.
    public var hoursMissing: Int?
    /// The meter's clock less the time in s, not counting whole hours.
    public var clockErrorS: Int?
    /// The limit for the clock's error, in s.
    public var limitS: Int?
    /// The free space on the history's disk, and the limit for it, in MB.
    public var freeMB: Int?
    public var limitMB: Int?

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
        case .phaseAbove(let load), .phaseBelow(let load): set(load)
        case .voltageOutside(let voltage), .voltageInside(let voltage): set(voltage)
        case .dayAbove(let total, let limit), .dayBelow(let total, let limit), .dayOver(let total, let limit):
            day = "\(total.day)"
            usedKWh = Self.kilo(total.importWh)
            limitKWh = Self.kilo(limit)
        case .meterSilent(let last): lastMessage = last
        case .meterHeard(let seconds): silentS = seconds
        case .listsMissing(let hours): hoursMissing = hours
        case .clockWrong(let error, let limit), .clockRight(let error, let limit):
            clockErrorS = error
            limitS = limit
        case .diskLow(let space), .diskEnough(let space):
            freeMB = space.freeMB
            limitMB = space.limitMB
        case .listsComing, .brokerAway, .brokerBack, .ruleGone: break
        }
    }

    private mutating func set(_ load: PhaseLoad) {
        phase = load.phase.map { "L\($0)" }
        currentA = Self.kilo(load.currentMA)
        limitA = Self.kilo(load.limitMA)
        fuseA = load.fuseAmps
    }

    private mutating func set(_ voltage: PhaseVoltage) {
        phase = "L\(voltage.phase)"
        voltageV = Self.kilo(voltage.voltageMV)
        lowV = voltage.lowV
        highV = voltage.highV
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
