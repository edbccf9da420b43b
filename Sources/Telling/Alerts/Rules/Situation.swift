import Civil
import Ledger

/// The facts that an alert tells; its words are in `Words/`.
enum Situation: Sendable {
    /// The hour will pass its limit, or has.
    case hourAtRisk(HourStatus)
    /// The hour will most likely stay below its limit after all.
    case hourSafe(HourStatus)
    /// The hour is over: its last status, and the closed hour where that is known.
    case hourOver(last: HourStatus, closed: Hour?)
    case powerAbove(watts: Int, limitW: Int)
    case powerBelow(watts: Int, limitW: Int)
    case phaseAbove(PhaseLoad)
    case phaseBelow(PhaseLoad)
    case voltageOutside(PhaseVoltage)
    case voltageInside(PhaseVoltage)
    case dayAbove(DayTotal, limitWh: Int)
    case dayBelow(DayTotal, limitWh: Int)
    /// The day is over; the total is as it was a minute or so before its end.
    case dayOver(DayTotal, limitWh: Int)
    /// - Parameter last: the time of the last message; `nil` when no message has ever come.
    case meterSilent(last: Instant?)
    /// - Parameter silentSeconds: the length of the silence; `nil` when it is not known.
    case meterHeard(silentSeconds: Int?)
    case listsMissing(hours: Int)
    case listsComing
    case clockWrong(errorSeconds: Int, limitSeconds: Int)
    case clockRight(errorSeconds: Int, limitSeconds: Int)
    case brokerAway
    case brokerBack
    case diskLow(DiskSpace)
    case diskEnough(DiskSpace)
    /// The rule is no longer configured, so that nothing watches for its trouble.
    case ruleGone
}

/// The current of the most loaded phase.
struct PhaseLoad: Sendable, Hashable {
    /// 1...3; `nil` where the meter sends no currents, and the current is the least that the power needs on one phase.
    var phase: Int?
    var currentMA: Int
    /// The current above which the rule warns.
    var limitMA: Int
    var fuseAmps: Int

    /// The current in per cent of the main fuse's rating.
    var percent: Int { (currentMA + fuseAmps * 5) / (fuseAmps * 10) }

    /// The power in W at 230 V by which the phase is above its limit.
    var excessW: Int { max(1, (currentMA - limitMA) * 230 / 1_000) }
}

/// The voltage of the phase that is furthest outside its bounds.
struct PhaseVoltage: Sendable, Hashable {
    /// 1...3.
    var phase: Int
    var voltageMV: Int
    var lowV: Int
    var highV: Int

    var isHigh: Bool { voltageMV > 230_000 }
    /// Practically no voltage on a phase that had some: a fuse has blown, or a line is broken.
    var isGone: Bool { voltageMV < 50_000 }
    /// More than 15 % away from 230 V, which damages appliances.
    var isHarmful: Bool { !(195_500...264_500).contains(voltageMV) }
}

/// Energy of a local day so far.
struct DayTotal: Sendable, Hashable, Codable {
    var day: LocalDay
    var importWh: Int
}

/// Free space on the history's disk.
struct DiskSpace: Sendable, Hashable {
    /// Whole megabytes of 1,000,000 bytes; `nil` when not known.
    var freeMB: Int?
    var limitMB: Int
    /// Whether the history cannot be written, however much space is free.
    var isHistoryFailing: Bool
}

extension Situation {
    var severity: Alert.Severity {
        switch self {
        case .hourAtRisk(let status): status.usedWh >= status.limitWh ?? .max ? .critical : .warning
        case .phaseAbove(let load): load.currentMA >= load.fuseAmps * 1_000 ? .critical : .warning
        case .voltageOutside(let voltage): voltage.isHarmful ? .critical : .warning
        case .diskLow(let space): space.isHistoryFailing ? .critical : .warning
        case .dayAbove, .dayBelow, .dayOver, .clockWrong, .clockRight, .ruleGone: .info
        case .hourSafe, .hourOver, .powerAbove, .powerBelow, .phaseBelow, .voltageInside, .meterSilent,
            .meterHeard,
            .listsMissing, .listsComing, .brokerAway, .brokerBack, .diskEnough:
            .warning
        }
    }
}
