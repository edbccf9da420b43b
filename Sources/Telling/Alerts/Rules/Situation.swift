import Civil
import Ledger

/// What there is to say: facts alone, the words are elsewhere.
enum Situation: Sendable {
    /// The hour will pass its limit, or has.
    case hourAtRisk(HourStatus)
    /// The hour will most likely stay below its limit after all.
    case hourSafe(HourStatus)
    /// The hour is over: what was last known while it ran, and how it closed where that is known.
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
    /// - Parameter last: when the last message came; `nil` when none ever did.
    case meterSilent(last: Instant?)
    /// - Parameter silentSeconds: for how long none had come; `nil` when it is not known.
    case meterHeard(silentSeconds: Int?)
    case listsMissing(hours: Int)
    case listsComing
    case clockWrong(errorSeconds: Int, limitSeconds: Int)
    case clockRight(errorSeconds: Int, limitSeconds: Int)
    case brokerAway
    case brokerBack
    case diskLow(DiskSpace)
    case diskEnough(DiskSpace)
    /// Nobody watches for it any more: the rule is no longer configured.
    case ruleGone
}

/// The current of the most loaded phase.
struct PhaseLoad: Sendable, Hashable {
    /// 1...3; `nil` where the meter sends no currents: then it is what the power takes at the least on one of them.
    var phase: Int?
    var currentMA: Int
    /// What is warned of above, in mA.
    var limitMA: Int
    var fuseAmps: Int

    /// Of the main fuse's rating, in per cent.
    var percent: Int { (currentMA + fuseAmps * 5) / (fuseAmps * 10) }

    /// How much has to go for the phase to come to its limit, in W at 230 V.
    var excessW: Int { max(1, (currentMA - limitMA) * 230 / 1_000) }
}

/// The voltage of the phase that is furthest out.
struct PhaseVoltage: Sendable, Hashable {
    /// 1...3.
    var phase: Int
    var voltageMV: Int
    var lowV: Int
    var highV: Int

    var isHigh: Bool { voltageMV > 230_000 }
    /// No voltage to speak of on a phase that had some: a fuse or a line is gone.
    var isGone: Bool { voltageMV < 50_000 }
    /// More than 15 % off 230 V: appliances come to harm.
    var isHarmful: Bool { !(195_500...264_500).contains(voltageMV) }
}

/// Energy of a local day, as far as it has gone.
struct DayTotal: Sendable, Hashable, Codable {
    var day: LocalDay
    var importWh: Int
}

/// What is left of the disk.
struct DiskSpace: Sendable, Hashable {
    /// In whole megabytes of 1,000,000 bytes; `nil` when nobody could say.
    var freeMB: Int?
    var limitMB: Int
    /// The history cannot be written, however much is left.
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
