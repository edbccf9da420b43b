import Civil
import Ledger

/// What an alert says, in nynorsk.
struct NynorskWords: AlertWords {
    private let figures = Figures(mark: ",")

    var test: Phrase {
        Phrase("Ei prøve frå kilovakt", "Kan du lese dette, kjem varsla fram. Ingenting er gale.")
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
            Phrase("Timesverdiane frå målaren kjem att", "Timane imellom er retta.")
        case .clockWrong(let error, _): wrong(error)
        case .clockRight(let error, _): right(error)
        case .brokerAway: away(moment)
        case .brokerBack: Phrase("MQTT-serveren er tilbake", "Det som venta på han, blir sendt no.")
        case .diskLow(let space): low(space)
        case .diskEnough(let space): enough(space)
        case .ruleGone:
            Phrase("Varselet er avslutta", "Regelen bak varselet står ikkje lenger i konfigurasjonen.")
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
                "Timen har passert grensa på \(limit) kWh",
                "Timen \(span) har brukt \(used) kWh. Ved \(limit) kWh nådde han neste trinn i kapasitetsleddet.",
                advice: "Bruk så lite straum du kan til kl. \(end)."
            )
        }
        let excess = status.excessW
        return Phrase(
            "Timen kan passere grensa på \(limit) kWh",
            "Timen \(span) ser ut til å ende på \(figures.kilo(status.expectedWh, 2)) kWh. Ved \(limit) kWh når han neste"
                + " trinn i kapasitetsleddet (sannsyn \(figures.percent(status.stepRisk)) %). Så langt er det brukt"
                + " \(used) kWh.",
            advice: excess > 0
                ? "Slå av \(figures.relief(excess)) kW til kl. \(end)."
                : "Hald effekten under \(figures.kilo(status.budgetW, 1)) kW til kl. \(end)."
        )
    }

    private func safe(_ status: HourStatus, _ moment: PhraseMoment) -> Phrase {
        var text =
            "Timen \(moment.span(of: status)) ser ut til å ende på \(figures.kilo(status.expectedWh, 2)) kWh."
        if let limitWh = status.limitWh { text += " Grensa er \(figures.kilo(limitWh, 2)) kWh." }
        if status.isFree { text += " Timen kan ikkje lenger endre trinnet i kapasitetsleddet." }
        return Phrase("Timen held seg under grensa", text)
    }

    private func over(_ last: HourStatus, _ closed: Hour?, _ moment: PhraseMoment) -> Phrase {
        let span = moment.span(of: last)
        let limit = last.limitWh.map { "Grensa var \(figures.kilo($0, 2)) kWh." } ?? "Han hadde inga grense."
        guard let closed else {
            let used = figures.kilo(last.usedWh, 2)
            return Phrase("Timen er over", "Timen \(span) er over. Det vart sett \(used) kWh. \(limit)")
        }
        let ended = figures.kilo(closed.importWh, 2)
        var text = "Timen \(span) enda på \(ended) kWh. \(limit)"
        if !closed.quality.isCertain { text += " Noko av timen vart ikkje sett, så talet kan vere for lågt." }
        return Phrase("Timen enda på \(ended) kWh", text)
    }

    private func above(_ limitW: Int, _ watts: Int, _ moment: PhraseMoment) -> Phrase {
        let limit = figures.kilo(limitW, 1)
        let held = moment.heldSeconds
        return Phrase(
            "Effekten er over \(limit) kW",
            "Effekten er \(figures.kilo(watts, 1)) kW no"
                + (held > 0 ? " og har vore over \(limit) kW i \(duration(held))." : "."),
            advice: "Slå av \(figures.relief(watts - limitW)) kW."
        )
    }

    private func below(_ limitW: Int, _ watts: Int) -> Phrase {
        Phrase(
            "Effekten er under \(figures.kilo(limitW, 1)) kW att",
            "Effekten er \(figures.kilo(watts, 1)) kW no."
        )
    }

    private func above(_ limitWh: Int, _ total: DayTotal) -> Phrase {
        let limit = figures.brief(limitWh)
        return Phrase(
            "Døgnforbruket har passert \(limit) kWh",
            "Det er brukt \(figures.kilo(total.importWh, 1)) kWh i dag. Grensa er \(limit) kWh.",
            advice: "Utset til i morgon det som kan vente."
        )
    }

    private func over(_ total: DayTotal, _ limitWh: Int) -> Phrase {
        let used = figures.kilo(total.importWh, 1)
        return Phrase(
            "Døgnforbruket vart om lag \(used) kWh",
            "Den \(total.day.norwegianText) vart det brukt om lag \(used) kWh. Grensa var \(figures.brief(limitWh)) kWh."
        )
    }

    // MARK: - Phases

    private func above(_ load: PhaseLoad, _ moment: PhraseMoment) -> Phrase {
        let phase = load.phase.map { "L\($0)" } ?? "Minst éin fase"
        let isFull = load.currentMA >= load.fuseAmps * 1_000
        let held = moment.heldSeconds
        return Phrase(
            isFull
                ? "\(phase) trekkjer meir enn hovudsikringa er laga for"
                : "\(phase) er nær grensa for hovudsikringa",
            "\(phase) trekkjer \(figures.kilo(load.currentMA, 1)) A. Det er \(load.percent) % av hovudsikringa på"
                + " \(load.fuseAmps) A."
                + (held > 0
                    ? " Straumen har vore over \(figures.kilo(load.limitMA, 1)) A i \(duration(held))." : ""),
            advice: "Slå av \(figures.relief(load.excessW)) kW\(load.phase.map { " på fase L\($0)" } ?? "")."
        )
    }

    private func below(_ load: PhaseLoad) -> Phrase {
        let phase = load.phase.map { " (L\($0))" } ?? ""
        return Phrase(
            "Belastninga på hovudsikringa er normal att",
            "Den høgaste straumen er \(figures.kilo(load.currentMA, 1)) A\(phase)."
        )
    }

    private func outside(_ voltage: PhaseVoltage, _ moment: PhraseMoment) -> Phrase {
        let phase = "L\(voltage.phase)"
        let held = moment.heldSeconds
        let text =
            "Spenninga på \(phase) er \(figures.kilo(voltage.voltageMV, 1)) V. Ho skal liggje mellom \(voltage.lowV) og"
            + " \(voltage.highV) V" + (held > 0 ? " og har ikkje gjort det på \(duration(held))." : ".")
        if voltage.isGone {
            let advice = "Sjekk sikringane, og ring nettselskapet om dei er heile."
            return Phrase("Fase \(phase) er utan spenning", text, advice: advice)
        }
        let advice =
            voltage.isHigh && voltage.isHarmful
            ? "Trekk ut kjenslevart utstyr, og ring nettselskapet med ein gong."
            : "Ring nettselskapet om det varer."
        return Phrase("Spenninga på \(phase) er for \(voltage.isHigh ? "høg" : "låg")", text, advice: advice)
    }

    private func inside(_ voltage: PhaseVoltage) -> Phrase {
        Phrase(
            "Spenninga er normal att",
            "Alle fasar ligg mellom \(voltage.lowV) og \(voltage.highV) V. L\(voltage.phase) har"
                + " \(figures.kilo(voltage.voltageMV, 1)) V."
        )
    }

    // MARK: - The meter

    private func silent(_ last: Instant?, _ moment: PhraseMoment) -> Phrase {
        var text = "Det har ikkje kome noka melding frå målaren på \(duration(moment.heldSeconds))."
        if let last {
            let day = moment.isToday(last) ? "" : "\(moment.calendar.day(of: last).norwegianText) "
            text += " Den siste kom \(day)kl. \(moment.clock(last))."
        }
        return Phrase("Målaren er stille", text, advice: "Sjekk adapteren og kabelen til HAN-porten.")
    }

    private func heard(_ silentSeconds: Int?) -> Phrase {
        let after = silentSeconds.map { " etter \(duration($0))" } ?? ""
        return Phrase("Målaren sender att", "Meldingane kjem att\(after).")
    }

    private func missing(_ hours: Int) -> Phrase {
        Phrase(
            "Timesverdiane frå målaren uteblir",
            "Målaren har ikkje sendt brukande målarstandar på \(hours) \(hours == 1 ? "time" : "timar"). Timane blir rekna"
                + " ut frå effekten imens, og blir retta når målarstandane kjem.",
            advice: "Varer det, så ta kabelen ut av HAN-porten og set han inn att."
        )
    }

    private func wrong(_ errorSeconds: Int) -> Phrase {
        let error = duration(Int(errorSeconds.magnitude))
        return Phrase(
            "Klokka i målaren går feil",
            "Klokka i målaren går \(error) for \(errorSeconds < 0 ? "seint" : "tidleg"). Kilovakt reknar timane etter si"
                + " eiga klokke, så dei stemmer likevel.",
            advice: "Sei frå til nettselskapet om det varer: Straumrekninga følgjer klokka i målaren."
        )
    }

    private func right(_ errorSeconds: Int) -> Phrase {
        Phrase(
            "Klokka i målaren går rett att",
            "Avviket er \(duration(Int(errorSeconds.magnitude))) no."
        )
    }

    // MARK: - The host

    private func away(_ moment: PhraseMoment) -> Phrase {
        Phrase(
            "MQTT-serveren svarar ikkje",
            "Det har ikkje vore kontakt med MQTT-serveren på \(duration(moment.heldSeconds)). Avslutta timar og varsel ventar"
                + " til han er tilbake.",
            advice: "Sjekk at serveren køyrer, og at nettverket er oppe."
        )
    }

    private func low(_ space: DiskSpace) -> Phrase {
        let free = space.freeMB.map { "Det er \($0) MB ledig på disken." }
        guard !space.isHistoryFailing else {
            return Phrase(
                "Historikken kan ikkje lagrast",
                "Det målaren seier, ventar i minnet og går tapt om straumen blir borte. \(free ?? "")"
                    .trimmed,
                advice: "Frigjer plass på disken, og sjekk at minnekortet er i orden."
            )
        }
        return Phrase(
            "Lite plass på disken",
            "\(free ?? "") Grensa er \(space.limitMB) MB.".trimmed,
            advice: "Slett det du ikkje treng."
        )
    }

    private func enough(_ space: DiskSpace) -> Phrase {
        let free = space.freeMB.map { " Det er \($0) MB ledig på disken." } ?? ""
        return Phrase("Disken er i orden att", "Historikken blir lagra.\(free)")
    }

    /// `90 s`, `5 min`, `3 timar`
    private func duration(_ seconds: Int) -> String { Length(seconds).text("s", "min", "timar", "døgn") }
}
