import Civil
import Ledger

/// What an alert says, in English.
struct EnglishWords: AlertWords {
    private let figures = Figures(mark: ".")

    var test: Phrase {
        Phrase("A test from kilovakt", "If you can read this, alerts reach you. Nothing is wrong.")
    }

    func phrase(_ situation: Situation, _ moment: PhraseMoment) -> Phrase {
        switch situation {
        case .hourAtRisk(let status): atRisk(status, moment)
        case .hourSafe(let status): safe(status, moment)
        case .hourOver(let last, let closed): over(last, closed, moment)
        case .powerAbove(let watts, let limitW): above(limitW, watts, moment)
        case .powerBelow(let watts, let limitW): below(limitW, watts)
        case .phaseAbove(let load): above(load, moment)
        case .phaseBelow(let load): below(load)
        case .voltageOutside(let voltage): outside(voltage, moment)
        case .voltageInside(let voltage): inside(voltage)
        case .dayAbove(let total, let limitWh), .dayBelow(let total, let limitWh): above(limitWh, total)
        case .dayOver(let total, let limitWh): over(total, limitWh)
        case .meterSilent(let last): silent(last, moment)
        case .meterHeard(let silentSeconds): heard(silentSeconds)
        case .listsMissing(let hours): missing(hours)
        case .listsComing:
            Phrase("The meter's hourly values come again", "The hours in between are put right.")
        case .clockWrong(let error, _): wrong(error)
        case .clockRight(let error, _): right(error)
        case .brokerAway: away(moment)
        case .brokerBack: Phrase("The MQTT broker is back", "What waited for it is sent now.")
        case .diskLow(let space): low(space)
        case .diskEnough(let space): enough(space)
        case .ruleGone:
            Phrase("No longer watched", "The rule behind this alert is not in the configuration any more.")
        }
    }

    // MARK: - The hour and power

    private func atRisk(_ status: HourStatus, _ moment: PhraseMoment) -> Phrase {
        let span = moment.span(of: status)
        let end = moment.clock(status.end)
        let limitWh = status.limitWh ?? 0
        let limit = figures.kilo(limitWh, 2)
        let used = figures.kilo(status.usedWh, 2)
        guard status.usedWh < limitWh else {
            return Phrase(
                "This hour has passed its limit of \(limit) kWh",
                "The hour \(span) has used \(used) kWh. At \(limit) kWh it reached the next capacity step.",
                advice: "Use as little as you can until \(end)."
            )
        }
        let excess = status.excessW
        return Phrase(
            "This hour may pass its limit of \(limit) kWh",
            "The hour \(span) is expected to end at \(figures.kilo(status.expectedWh, 2)) kWh; at \(limit) kWh it"
                + " reaches the next capacity step (probability \(figures.percent(status.stepRisk)) %). \(used) kWh are"
                + " used so far.",
            advice: excess > 0
                ? "Turn off \(figures.relief(excess)) kW until \(end)."
                : "Keep the power below \(figures.kilo(status.budgetW, 1)) kW until \(end)."
        )
    }

    private func safe(_ status: HourStatus, _ moment: PhraseMoment) -> Phrase {
        var text =
            "The hour \(moment.span(of: status)) is expected to end at \(figures.kilo(status.expectedWh, 2)) kWh"
        if let limitWh = status.limitWh { text += ", its limit is \(figures.kilo(limitWh, 2)) kWh" }
        text += status.isFree ? "; it cannot change the capacity step any more." : "."
        return Phrase("This hour stays below its limit", text)
    }

    private func over(_ last: HourStatus, _ closed: Hour?, _ moment: PhraseMoment) -> Phrase {
        let span = moment.span(of: last)
        let limit = last.limitWh.map { "its limit was \(figures.kilo($0, 2)) kWh" } ?? "it had no limit"
        guard let closed else {
            let used = figures.kilo(last.usedWh, 2)
            return Phrase("The hour is over", "The hour \(span) is over; \(used) kWh were seen, \(limit).")
        }
        let ended = figures.kilo(closed.importWh, 2)
        var text = "The hour \(span) ended at \(ended) kWh; \(limit)."
        if !closed.quality.isCertain { text += " Some of it was not seen, so this may be too low." }
        return Phrase("The hour ended at \(ended) kWh", text)
    }

    private func above(_ limitW: Int, _ watts: Int, _ moment: PhraseMoment) -> Phrase {
        let limit = figures.kilo(limitW, 1)
        let held = moment.heldSeconds
        return Phrase(
            "Power is above \(limit) kW",
            "Power is \(figures.kilo(watts, 1)) kW now"
                + (held > 0 ? ", and has been above \(limit) kW for \(duration(held))." : "."),
            advice: "Turn off \(figures.relief(watts - limitW)) kW."
        )
    }

    private func below(_ limitW: Int, _ watts: Int) -> Phrase {
        Phrase(
            "Power is below \(figures.kilo(limitW, 1)) kW again",
            "Power is \(figures.kilo(watts, 1)) kW now."
        )
    }

    private func above(_ limitWh: Int, _ total: DayTotal) -> Phrase {
        let limit = figures.brief(limitWh)
        return Phrase(
            "The day has used more than \(limit) kWh",
            "\(figures.kilo(total.importWh, 1)) kWh are used today; the limit is \(limit) kWh.",
            advice: "Put off until tomorrow what can wait."
        )
    }

    private func over(_ total: DayTotal, _ limitWh: Int) -> Phrase {
        let used = figures.kilo(total.importWh, 1)
        return Phrase(
            "The day ended at about \(used) kWh",
            "About \(used) kWh were used on \(total.day); the limit was \(figures.brief(limitWh)) kWh."
        )
    }

    // MARK: - Phases

    private func above(_ load: PhaseLoad, _ moment: PhraseMoment) -> Phrase {
        let phase = load.phase.map { "L\($0)" } ?? "At least one phase"
        let isFull = load.currentMA >= load.fuseAmps * 1_000
        let held = moment.heldSeconds
        return Phrase(
            isFull
                ? "\(phase) draws more than the main fuse is made for" : "\(phase) is close to the main fuse",
            "\(phase) draws \(figures.kilo(load.currentMA, 1)) A, \(load.percent) % of the main fuse's \(load.fuseAmps) A"
                + (held > 0
                    ? ", and has been above \(figures.kilo(load.limitMA, 1)) A for \(duration(held))." : "."),
            advice:
                "Turn off \(figures.relief(load.excessW)) kW\(load.phase.map { " on phase L\($0)" } ?? "")."
        )
    }

    private func below(_ load: PhaseLoad) -> Phrase {
        let phase = load.phase.map { " (L\($0))" } ?? ""
        return Phrase(
            "The load on the main fuse is normal again",
            "The highest current is \(figures.kilo(load.currentMA, 1)) A\(phase)."
        )
    }

    private func outside(_ voltage: PhaseVoltage, _ moment: PhraseMoment) -> Phrase {
        let phase = "L\(voltage.phase)"
        let held = moment.heldSeconds
        let text =
            "The voltage on \(phase) is \(figures.kilo(voltage.voltageMV, 1)) V; it should be between \(voltage.lowV) and"
            + " \(voltage.highV) V" + (held > 0 ? ", and has not been for \(duration(held))." : ".")
        if voltage.isGone {
            let advice = "Check the fuses, and call the grid company if they are whole."
            return Phrase("Phase \(phase) has no voltage", text, advice: advice)
        }
        let advice =
            voltage.isHigh && voltage.isHarmful
            ? "Unplug what is sensitive, and call the grid company at once."
            : "Call the grid company if it lasts."
        return Phrase(
            "The voltage on \(phase) is too \(voltage.isHigh ? "high" : "low")",
            text,
            advice: advice
        )
    }

    private func inside(_ voltage: PhaseVoltage) -> Phrase {
        Phrase(
            "The voltage is normal again",
            "All phases are between \(voltage.lowV) and \(voltage.highV) V; L\(voltage.phase) has"
                + " \(figures.kilo(voltage.voltageMV, 1)) V."
        )
    }

    // MARK: - The meter

    private func silent(_ last: Instant?, _ moment: PhraseMoment) -> Phrase {
        var text = "No message has come from the meter for \(duration(moment.heldSeconds))"
        if let last {
            let day = moment.isToday(last) ? "" : "on \(moment.calendar.day(of: last)) "
            text += "; the last came \(day)at \(moment.clock(last))"
        }
        return Phrase(
            "The meter is silent",
            text + ".",
            advice: "Check the adapter and the cable to the HAN port."
        )
    }

    private func heard(_ silentSeconds: Int?) -> Phrase {
        let after = silentSeconds.map { " after \(duration($0))" } ?? ""
        return Phrase("The meter sends again", "Messages come again\(after).")
    }

    private func missing(_ hours: Int) -> Phrase {
        Phrase(
            "The meter's hourly values are overdue",
            "The meter has sent no counters that can be used for \(hours) \(hours == 1 ? "hour" : "hours"). Hours are"
                + " reckoned from power meanwhile, and put right when the counters come.",
            advice: "If it lasts, pull the cable out of the HAN port and put it in again."
        )
    }

    private func wrong(_ errorSeconds: Int) -> Phrase {
        let error = duration(Int(errorSeconds.magnitude))
        return Phrase(
            "The meter's clock is wrong",
            "The meter's clock is \(error) \(errorSeconds < 0 ? "slow" : "fast"). kilovakt keeps its hours by its own"
                + " clock, so they are right all the same.",
            advice: "Tell the grid company if it lasts: your bill goes by the meter's clock."
        )
    }

    private func right(_ errorSeconds: Int) -> Phrase {
        Phrase(
            "The meter's clock is right again",
            "It is off by \(duration(Int(errorSeconds.magnitude))) now."
        )
    }

    // MARK: - The host

    private func away(_ moment: PhraseMoment) -> Phrase {
        Phrase(
            "The MQTT broker does not answer",
            "The MQTT broker has not been reached for \(duration(moment.heldSeconds)). Closed hours and alerts wait until it"
                + " is back.",
            advice: "Check that the broker runs and that the network is up."
        )
    }

    private func low(_ space: DiskSpace) -> Phrase {
        let free = space.freeMB.map { "\($0) MB are free on the disk." }
        guard !space.isHistoryFailing else {
            return Phrase(
                "The history cannot be written",
                "What the meter says waits in memory, and is lost when the power goes. \(free ?? "")".trimmed,
                advice: "Make room on the disk, and check that the memory card is in order."
            )
        }
        return Phrase(
            "Little room on the disk",
            "\(free ?? "") The limit is \(space.limitMB) MB.".trimmed,
            advice: "Remove what you do not need."
        )
    }

    private func enough(_ space: DiskSpace) -> Phrase {
        let free = space.freeMB.map { " \($0) MB are free on the disk." } ?? ""
        return Phrase("The disk is in order again", "The history is written.\(free)")
    }

    /// `90 s`, `5 min`, `3 h`
    private func duration(_ seconds: Int) -> String { Length(seconds).text("s", "min", "h", "days") }
}
