import Civil
import Ledger

/// What an alert says, in bokmål.
struct BokmalWords: AlertWords {
    private let figures = Figures(mark: ",")

    var test: Phrase {
        Phrase("En prøve fra kilovakt", "Kan du lese dette, kommer varslene fram. Ingenting er galt.")
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
            Phrase("Timesverdiene fra måleren kommer igjen", "Timene imellom er rettet.")
        case .clockWrong(let error, _): wrong(error)
        case .clockRight(let error, _): right(error)
        case .brokerAway: away(moment)
        case .brokerBack: Phrase("MQTT-serveren er tilbake", "Det som ventet på den, sendes nå.")
        case .diskLow(let space): low(space)
        case .diskEnough(let space): enough(space)
        case .ruleGone:
            Phrase("Varselet er avsluttet", "Regelen bak varselet står ikke lenger i konfigurasjonen.")
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
                "Timen har passert grensen på \(limit) kWh",
                "Timen \(span) har brukt \(used) kWh. Ved \(limit) kWh nådde den neste trinn i kapasitetsleddet.",
                advice: "Bruk så lite strøm du kan til kl. \(end)."
            )
        }
        let excess = status.excessW
        return Phrase(
            "Timen kan passere grensen på \(limit) kWh",
            "Timen \(span) ser ut til å ende på \(figures.kilo(status.expectedWh, 2)) kWh. Ved \(limit) kWh når den neste"
                + " trinn i kapasitetsleddet (sannsynlighet \(figures.percent(status.stepRisk)) %). Hittil er det brukt"
                + " \(used) kWh.",
            advice: excess > 0
                ? "Slå av \(figures.relief(excess)) kW til kl. \(end)."
                : "Hold effekten under \(figures.kilo(status.budgetW, 1)) kW til kl. \(end)."
        )
    }

    private func safe(_ status: HourStatus, _ moment: PhraseMoment) -> Phrase {
        var text =
            "Timen \(moment.span(of: status)) ser ut til å ende på \(figures.kilo(status.expectedWh, 2)) kWh."
        if let limitWh = status.limitWh { text += " Grensen er \(figures.kilo(limitWh, 2)) kWh." }
        if status.isFree { text += " Timen kan ikke lenger endre trinnet i kapasitetsleddet." }
        return Phrase("Timen holder seg under grensen", text)
    }

    private func over(_ last: HourStatus, _ closed: Hour?, _ moment: PhraseMoment) -> Phrase {
        let span = moment.span(of: last)
        let limit =
            last.limitWh.map { "Grensen var \(figures.kilo($0, 2)) kWh." } ?? "Den hadde ingen grense."
        guard let closed else {
            let used = figures.kilo(last.usedWh, 2)
            return Phrase("Timen er over", "Timen \(span) er over. Det ble sett \(used) kWh. \(limit)")
        }
        let ended = figures.kilo(closed.importWh, 2)
        var text = "Timen \(span) endte på \(ended) kWh. \(limit)"
        if !closed.quality.isCertain { text += " Noe av timen ble ikke sett, så tallet kan være for lavt." }
        return Phrase("Timen endte på \(ended) kWh", text)
    }

    private func above(_ limitW: Int, _ watts: Int, _ moment: PhraseMoment) -> Phrase {
        let limit = figures.kilo(limitW, 1)
        let held = moment.heldSeconds
        return Phrase(
            "Effekten er over \(limit) kW",
            "Effekten er \(figures.kilo(watts, 1)) kW nå"
                + (held > 0 ? " og har vært over \(limit) kW i \(duration(held))." : "."),
            advice: "Slå av \(figures.relief(watts - limitW)) kW."
        )
    }

    private func below(_ limitW: Int, _ watts: Int) -> Phrase {
        Phrase(
            "Effekten er under \(figures.kilo(limitW, 1)) kW igjen",
            "Effekten er \(figures.kilo(watts, 1)) kW nå."
        )
    }

    private func above(_ limitWh: Int, _ total: DayTotal) -> Phrase {
        let limit = figures.brief(limitWh)
        return Phrase(
            "Døgnforbruket har passert \(limit) kWh",
            "Det er brukt \(figures.kilo(total.importWh, 1)) kWh i dag. Grensen er \(limit) kWh.",
            advice: "Utsett til i morgen det som kan vente."
        )
    }

    private func over(_ total: DayTotal, _ limitWh: Int) -> Phrase {
        let used = figures.kilo(total.importWh, 1)
        return Phrase(
            "Døgnforbruket ble omtrent \(used) kWh",
            "Den \(total.day.norwegianText) ble det brukt omtrent \(used) kWh. Grensen var \(figures.brief(limitWh)) kWh."
        )
    }

    // MARK: - Phases

    private func above(_ load: PhaseLoad, _ moment: PhraseMoment) -> Phrase {
        let phase = load.phase.map { "L\($0)" } ?? "Minst én fase"
        let isFull = load.currentMA >= load.fuseAmps * 1_000
        let held = moment.heldSeconds
        return Phrase(
            isFull
                ? "\(phase) trekker mer enn hovedsikringen er laget for"
                : "\(phase) er nær grensen for hovedsikringen",
            "\(phase) trekker \(figures.kilo(load.currentMA, 1)) A. Det er \(load.percent) % av hovedsikringen på"
                + " \(load.fuseAmps) A."
                + (held > 0
                    ? " Strømmen har vært over \(figures.kilo(load.limitMA, 1)) A i \(duration(held))." : ""),
            advice: "Slå av \(figures.relief(load.excessW)) kW\(load.phase.map { " på fase L\($0)" } ?? "")."
        )
    }

    private func below(_ load: PhaseLoad) -> Phrase {
        let phase = load.phase.map { " (L\($0))" } ?? ""
        return Phrase(
            "Belastningen på hovedsikringen er normal igjen",
            "Den høyeste strømmen er \(figures.kilo(load.currentMA, 1)) A\(phase)."
        )
    }

    private func outside(_ voltage: PhaseVoltage, _ moment: PhraseMoment) -> Phrase {
        let phase = "L\(voltage.phase)"
        let held = moment.heldSeconds
        let text =
            "Spenningen på \(phase) er \(figures.kilo(voltage.voltageMV, 1)) V. Den skal ligge mellom \(voltage.lowV) og"
            + " \(voltage.highV) V" + (held > 0 ? " og har ikke gjort det på \(duration(held))." : ".")
        if voltage.isGone {
            let advice = "Sjekk sikringene, og ring nettselskapet hvis de er hele."
            return Phrase("Fase \(phase) er uten spenning", text, advice: advice)
        }
        let advice =
            voltage.isHigh && voltage.isHarmful
            ? "Trekk ut følsomt utstyr, og ring nettselskapet med en gang."
            : "Ring nettselskapet hvis det varer."
        return Phrase("Spenningen på \(phase) er for \(voltage.isHigh ? "høy" : "lav")", text, advice: advice)
    }

    private func inside(_ voltage: PhaseVoltage) -> Phrase {
        Phrase(
            "Spenningen er normal igjen",
            "Alle faser ligger mellom \(voltage.lowV) og \(voltage.highV) V. L\(voltage.phase) har"
                + " \(figures.kilo(voltage.voltageMV, 1)) V."
        )
    }

    // MARK: - The meter

    private func silent(_ last: Instant?, _ moment: PhraseMoment) -> Phrase {
        var text = "Det har ikke kommet noen melding fra måleren på \(duration(moment.heldSeconds))."
        if let last {
            let day = moment.isToday(last) ? "" : "\(moment.calendar.day(of: last).norwegianText) "
            text += " Den siste kom \(day)kl. \(moment.clock(last))."
        }
        return Phrase("Måleren er stille", text, advice: "Sjekk adapteren og kabelen til HAN-porten.")
    }

    private func heard(_ silentSeconds: Int?) -> Phrase {
        let after = silentSeconds.map { " etter \(duration($0))" } ?? ""
        return Phrase("Måleren sender igjen", "Meldingene kommer igjen\(after).")
    }

    private func missing(_ hours: Int) -> Phrase {
        Phrase(
            "Timesverdiene fra måleren uteblir",
            "Måleren har ikke sendt brukbare målerstander på \(hours) \(hours == 1 ? "time" : "timer"). Timene regnes ut"
                + " fra effekten imens, og rettes når målerstandene kommer.",
            advice: "Varer det, så ta kabelen ut av HAN-porten og sett den inn igjen."
        )
    }

    private func wrong(_ errorSeconds: Int) -> Phrase {
        let error = duration(Int(errorSeconds.magnitude))
        return Phrase(
            "Klokken i måleren går feil",
            "Klokken i måleren går \(error) for \(errorSeconds < 0 ? "sent" : "tidlig"). Kilovakt regner timene etter sin"
                + " egen klokke, så de stemmer likevel.",
            advice: "Si fra til nettselskapet hvis det varer: Strømregningen følger klokken i måleren."
        )
    }

    private func right(_ errorSeconds: Int) -> Phrase {
        Phrase(
            "Klokken i måleren går riktig igjen",
            "Avviket er \(duration(Int(errorSeconds.magnitude))) nå."
        )
    }

    // MARK: - The host

    private func away(_ moment: PhraseMoment) -> Phrase {
        Phrase(
            "MQTT-serveren svarer ikke",
            "Det har ikke vært kontakt med MQTT-serveren på \(duration(moment.heldSeconds)). Avsluttede timer og varsler"
                + " venter til den er tilbake.",
            advice: "Sjekk at serveren kjører, og at nettverket er oppe."
        )
    }

    private func low(_ space: DiskSpace) -> Phrase {
        let free = space.freeMB.map { "Det er \($0) MB ledig på disken." }
        guard !space.isHistoryFailing else {
            return Phrase(
                "Historikken kan ikke lagres",
                "Det måleren sier, venter i minnet og går tapt hvis strømmen blir borte. \(free ?? "")"
                    .trimmed,
                advice: "Frigjør plass på disken, og sjekk at minnekortet er i orden."
            )
        }
        return Phrase(
            "Lite plass på disken",
            "\(free ?? "") Grensen er \(space.limitMB) MB.".trimmed,
            advice: "Slett det du ikke trenger."
        )
    }

    private func enough(_ space: DiskSpace) -> Phrase {
        let free = space.freeMB.map { " Det er \($0) MB ledig på disken." } ?? ""
        return Phrase("Disken er i orden igjen", "Historikken lagres.\(free)")
    }

    /// `90 s`, `5 min`, `3 timer`
    private func duration(_ seconds: Int) -> String { Length(seconds).text("s", "min", "timer", "døgn") }
}
