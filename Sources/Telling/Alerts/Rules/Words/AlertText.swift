import Civil
import Telling

/// The texts that alerts are put together of; the rows are in the files beside this one.
///
/// A title is named as its situation, the sentences below it end in `Text`, and what to do begins with `advice`.
enum AlertText: String, CaseIterable, Sendable {
    // The hour and power
    case hourMayPass, hourMayPassText, hourPassed, hourPassedText
    case hourSafe, hourSafeText, hourSafeFreeText
    case hourOver, hourOverText, hourEnded, hourEndedText, partlySeenText, noLimit
    case powerAbove, powerAboveText, powerBelow, powerBelowText
    case dayAbove, dayAboveText, dayOver, dayOverText
    case adviceTurnOff, adviceTurnOffOnPhase, adviceTurnOffUntil, adviceKeepBelow, adviceUseLittle,
        advicePutOff

    // Phases
    case phaseFull, phaseNear, phaseText, phaseNormal, phaseNormalText, unknownPhase
    case voltageGone, voltageHigh, voltageLow, voltageText, voltageNormal, voltageNormalText
    case adviceCheckFuses, adviceUnplug, adviceCallGrid

    // The meter
    case meterSilent, meterSilentText, meterHeard, meterHeardText
    case listsMissing, listsMissingText, listsBack, listsBackText
    case clockWrong, clockWrongText, clockSlow, clockFast, clockRight, clockRightText
    case adviceCheckCable, adviceReplug, adviceTellGrid

    // The machine, and the alerts themselves
    case brokerAway, brokerAwayText, brokerBack, brokerBackText
    case diskLow, diskLowText, diskFailing, diskFailingText, diskFine, diskFineText
    case adviceCheckBroker, adviceDelete, adviceMakeRoom
    case ruleGone, ruleGoneText, test, testText
    case stateCritical, stateWarning, stateInfo, stateOver

    /// The text without values, for texts that hold none.
    subscript(language: Language) -> String { Self.table[self][language] }

    static let table = TextTable<Self>(energyRows, phaseRows, meterRows, machineRows)
}
