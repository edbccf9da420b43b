import Civil
import Ledger
import Telling

private typealias Values = [String: TextValue?]

extension Situation {
    /// The texts for this situation, with their values.
    func draft(at moment: PhraseMoment, in calendar: LocalCalendar) -> PhraseDraft {
        let held = moment.heldSeconds > 0 ? TextValue.duration(moment.heldSeconds) : nil
        return switch self {
        case .hourAtRisk(let status): status.atRiskDraft
        case .hourSafe(let status): status.safeDraft
        case .hourOver(let last, let closed): last.overDraft(closed: closed)
        case .powerAbove(let watts, let limitW): powerDraft(watts: watts, limitW: limitW, held: held)
        case .powerBelow(let watts, let limitW):
            PhraseDraft(
                .powerBelow,
                .powerBelowText,
                values: ["power": .power(watts), "limit": .power(limitW)]
            )
        case .phaseAbove(let load): load.aboveDraft(held: held)
        case .phaseBelow(let load): load.belowDraft
        case .voltageOutside(let voltage): voltage.outsideDraft(held: held)
        case .voltageInside(let voltage):
            PhraseDraft(.voltageNormal, .voltageNormalText, values: voltage.textValues)
        case .dayAbove(let total, let limitWh), .dayBelow(let total, let limitWh):
            PhraseDraft(
                .dayAbove,
                .dayAboveText,
                advice: .advicePutOff,
                values: total.textValues(limitWh: limitWh)
            )
        case .dayOver(let total, let limitWh):
            PhraseDraft(.dayOver, .dayOverText, values: total.textValues(limitWh: limitWh))
        case .meterSilent(let last): silenceDraft(last: last, moment, calendar)
        case .meterHeard(let seconds):
            PhraseDraft(.meterHeard, .meterHeardText, values: ["silence": seconds.map { .duration($0) }])
        case .listsMissing(let hours):
            PhraseDraft(
                .listsMissing,
                .listsMissingText,
                advice: .adviceReplug,
                values: ["hours": .hours(hours)]
            )
        case .listsComing: PhraseDraft(.listsBack, .listsBackText)
        case .clockWrong(let error, _): clockDraft(errorSeconds: error)
        case .clockRight(let error, _):
            PhraseDraft(.clockRight, .clockRightText, values: ["error": .duration(Int(error.magnitude))])
        case .brokerAway:
            PhraseDraft(
                .brokerAway,
                .brokerAwayText,
                advice: .adviceCheckBroker,
                values: ["held": .duration(moment.heldSeconds)]
            )
        case .brokerBack: PhraseDraft(.brokerBack, .brokerBackText)
        case .diskLow(let space): space.lowDraft
        case .diskEnough(let space):
            PhraseDraft(.diskFine, .diskFineText, values: ["free": space.freeMB.map { .megabytes($0) }])
        case .ruleGone: PhraseDraft(.ruleGone, .ruleGoneText)
        }
    }

    private func powerDraft(watts: Int, limitW: Int, held: TextValue?) -> PhraseDraft {
        let values: Values = [
            "power": .power(watts), "limit": .power(limitW), "excess": relief(watts - limitW), "held": held,
        ]
        return PhraseDraft(.powerAbove, .powerAboveText, advice: .adviceTurnOff, values: values)
    }

    private func silenceDraft(last: Instant?, _ moment: PhraseMoment, _ calendar: LocalCalendar)
        -> PhraseDraft
    {
        let day = last.map { calendar.day(of: $0) }
        let isToday = day == calendar.day(of: moment.time)
        let values: Values = [
            "held": .duration(moment.heldSeconds), "clock": last.map { .clock($0) },
            "day": isToday ? nil : day.map { .day($0) },
        ]
        return PhraseDraft(.meterSilent, .meterSilentText, advice: .adviceCheckCable, values: values)
    }

    private func clockDraft(errorSeconds: Int) -> PhraseDraft {
        let direction = AlertText.table[errorSeconds < 0 ? .clockSlow : .clockFast]
        let values: Values = [
            "error": .duration(Int(errorSeconds.magnitude)), "direction": .text(direction),
        ]
        return PhraseDraft(.clockWrong, .clockWrongText, advice: .adviceTellGrid, values: values)
    }
}

/// The power to turn off, rounded up to 100 W, so that it is enough.
private func relief(_ watts: Int) -> TextValue { .power((max(1, watts) + 99) / 100 * 100) }

extension HourStatus {
    fileprivate var atRiskDraft: PhraseDraft {
        let isPassed = usedWh >= limitWh ?? 0
        let advice: AlertText =
            isPassed ? .adviceUseLittle : excessW > 0 ? .adviceTurnOffUntil : .adviceKeepBelow
        var draft = PhraseDraft(
            isPassed ? .hourPassed : .hourMayPass,
            isPassed ? .hourPassedText : .hourMayPassText,
            advice: advice,
            values: textValues
        )
        draft.values["limit"] = .energy(limitWh ?? 0, decimals: 2)
        return draft
    }

    fileprivate var safeDraft: PhraseDraft {
        PhraseDraft(.hourSafe, isFree ? .hourSafeFreeText : .hourSafeText, values: textValues)
    }

    fileprivate func overDraft(closed: Hour?) -> PhraseDraft {
        var values = textValues
        if limitWh == nil { values["noLimit"] = .text(AlertText.table[.noLimit]) }
        guard let closed else { return PhraseDraft(.hourOver, .hourOverText, values: values) }
        values["used"] = .energy(closed.importWh, decimals: 2)
        return closed.quality.isCertain
            ? PhraseDraft(.hourEnded, .hourEndedText, values: values)
            : PhraseDraft(.hourEnded, .hourEndedText, .partlySeenText, values: values)
    }

    private var textValues: Values {
        [
            "span": .span(start, end), "end": .clock(end), "used": .energy(usedWh, decimals: 2),
            "expected": .energy(expectedWh, decimals: 2),
            "limit": limitWh.map { .energy($0, decimals: 2) }, "risk": .probability(stepRisk),
            "excess": relief(excessW), "budget": .power(budgetW),
        ]
    }

    /// How much more power the rest of the hour is expected to draw than it may; 0 or less when it stays within.
    private var excessW: Int {
        guard remainingSeconds > 0 else { return 0 }
        return (expectedWh - usedWh) * 3_600 / remainingSeconds - budgetW
    }
}

extension DayTotal {
    fileprivate func textValues(limitWh: Int) -> [String: TextValue?] {
        ["used": .energy(importWh, decimals: 1), "limit": .roundEnergy(limitWh), "day": .day(day)]
    }
}

extension PhaseLoad {
    fileprivate func aboveDraft(held: TextValue?) -> PhraseDraft {
        let values: Values = [
            "phase": phaseWord ?? .text(AlertText.table[.unknownPhase]), "current": .current(currentMA),
            "share": .percent(percent), "fuse": .whole(fuseAmps), "limit": .current(limitMA),
            "excess": relief(excessW), "held": held,
        ]
        return PhraseDraft(
            currentMA >= fuseAmps * 1_000 ? .phaseFull : .phaseNear,
            .phaseText,
            advice: phase == nil ? .adviceTurnOff : .adviceTurnOffOnPhase,
            values: values
        )
    }

    fileprivate var belowDraft: PhraseDraft {
        let values: Values = ["current": .current(currentMA), "phase": phaseWord]
        return PhraseDraft(.phaseNormal, .phaseNormalText, values: values)
    }

    private var phaseWord: TextValue? { phase.map { .word("L\($0)") } }
}

extension PhaseVoltage {
    fileprivate func outsideDraft(held: TextValue?) -> PhraseDraft {
        let title: AlertText = isGone ? .voltageGone : isHigh ? .voltageHigh : .voltageLow
        let advice: AlertText =
            isGone ? .adviceCheckFuses : isHigh && isHarmful ? .adviceUnplug : .adviceCallGrid
        var draft = PhraseDraft(title, .voltageText, advice: advice, values: textValues)
        draft.values["held"] = held
        return draft
    }

    fileprivate var textValues: [String: TextValue?] {
        [
            "phase": .word("L\(phase)"), "voltage": .voltage(voltageMV), "low": .whole(lowV),
            "high": .whole(highV),
        ]
    }
}

extension DiskSpace {
    fileprivate var lowDraft: PhraseDraft {
        let values: Values = ["free": freeMB.map { .megabytes($0) }, "limit": .megabytes(limitMB)]
        return isHistoryFailing
            ? PhraseDraft(.diskFailing, .diskFailingText, advice: .adviceMakeRoom, values: values)
            : PhraseDraft(.diskLow, .diskLowText, advice: .adviceDelete, values: values)
    }
}
