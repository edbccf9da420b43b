import Telling

extension AlertText {
    /// Texts about the hour, power and the day.
    static let energyRows: [AlertText: LocalizedText] = [
        .hourMayPass: LocalizedText(
            nb: "Timen kan passere grensen på {limit}",
            nn: "Timen kan passere grensa på {limit}",
            en: "This hour may pass its limit of {limit}"
        ),
        .hourMayPassText: LocalizedText(
            nb:
                "Timen {span} ser ut til å ende på {expected}. Ved {limit} når den neste trinn i kapasitetsleddet"
                + " (sannsynlighet {risk}). Hittil er det brukt {used}.",
            nn:
                "Timen {span} ser ut til å ende på {expected}. Ved {limit} når han neste trinn i kapasitetsleddet"
                + " (sannsyn {risk}). Så langt er det brukt {used}.",
            en:
                "The hour {span} is expected to end at {expected}; at {limit} it reaches the next capacity step"
                + " (probability {risk}). {used} are used so far."
        ),
        .hourPassed: LocalizedText(
            nb: "Timen har passert grensen på {limit}",
            nn: "Timen har passert grensa på {limit}",
            en: "This hour has passed its limit of {limit}"
        ),
        .hourPassedText: LocalizedText(
            nb: "Timen {span} har brukt {used}. Ved {limit} nådde den neste trinn i kapasitetsleddet.",
            nn: "Timen {span} har brukt {used}. Ved {limit} nådde han neste trinn i kapasitetsleddet.",
            en: "The hour {span} has used {used}. At {limit} it reached the next capacity step."
        ),
        .hourSafe: LocalizedText(
            nb: "Timen holder seg under grensen",
            nn: "Timen held seg under grensa",
            en: "This hour stays below its limit"
        ),
        .hourSafeText: LocalizedText(
            nb: "Timen {span} ser ut til å ende på {expected}.[ Grensen er {limit}.]",
            nn: "Timen {span} ser ut til å ende på {expected}.[ Grensa er {limit}.]",
            en: "The hour {span} is expected to end at {expected}[, its limit is {limit}]."
        ),
        .hourSafeFreeText: LocalizedText(
            nb:
                "Timen {span} ser ut til å ende på {expected}.[ Grensen er {limit}.] Timen kan ikke lenger endre"
                + " trinnet i kapasitetsleddet.",
            nn:
                "Timen {span} ser ut til å ende på {expected}.[ Grensa er {limit}.] Timen kan ikkje lenger endre"
                + " trinnet i kapasitetsleddet.",
            en:
                "The hour {span} is expected to end at {expected}[, its limit is {limit}]; it can no longer change"
                + " the capacity step."
        ),
        .hourOver: LocalizedText(nb: "Timen er over", nn: "Timen er over", en: "The hour is over"),
        .hourOverText: LocalizedText(
            nb: "Timen {span} er over. Det ble registrert {used}. [Grensen var {limit}.][{noLimit}.]",
            nn: "Timen {span} er over. Det vart registrert {used}. [Grensa var {limit}.][{noLimit}.]",
            en: "The hour {span} is over; {used} were counted, [its limit was {limit}][{noLimit}]."
        ),
        .hourEnded: LocalizedText(
            nb: "Timen endte på {used}",
            nn: "Timen enda på {used}",
            en: "The hour ended at {used}"
        ),
        .hourEndedText: LocalizedText(
            nb: "Timen {span} endte på {used}. [Grensen var {limit}.][{noLimit}.]",
            nn: "Timen {span} enda på {used}. [Grensa var {limit}.][{noLimit}.]",
            en: "The hour {span} ended at {used}; [its limit was {limit}][{noLimit}]."
        ),
        .noLimit: LocalizedText(
            nb: "Den hadde ingen grense",
            nn: "Han hadde inga grense",
            en: "it had no limit"
        ),
        .partlySeenText: LocalizedText(
            nb: "Noe av timen ble ikke sett, så tallet kan være for lavt.",
            nn: "Noko av timen vart ikkje sett, så talet kan vere for lågt.",
            en: "Some of it was not seen, so this may be too low."
        ),
        .powerAbove: LocalizedText(
            nb: "Effekten er over {limit}",
            nn: "Effekten er over {limit}",
            en: "Power is above {limit}"
        ),
        .powerAboveText: LocalizedText(
            nb: "Effekten er {power} nå[ og har vært over {limit} i {held}].",
            nn: "Effekten er {power} no[ og har vore over {limit} i {held}].",
            en: "Power is {power} now[, and has been above {limit} for {held}]."
        ),
        .powerBelow: LocalizedText(
            nb: "Effekten er under {limit} igjen",
            nn: "Effekten er under {limit} att",
            en: "Power is below {limit} again"
        ),
        .powerBelowText: LocalizedText(
            nb: "Effekten er {power} nå.",
            nn: "Effekten er {power} no.",
            en: "Power is {power} now."
        ),
        .dayAbove: LocalizedText(
            nb: "Døgnforbruket har passert {limit}",
            nn: "Døgnforbruket har passert {limit}",
            en: "The day has used more than {limit}"
        ),
        .dayAboveText: LocalizedText(
            nb: "Det er brukt {used} i dag. Grensen er {limit}.",
            nn: "Det er brukt {used} i dag. Grensa er {limit}.",
            en: "{used} have been used today; the limit is {limit}."
        ),
        .dayOver: LocalizedText(
            nb: "Døgnforbruket ble omtrent {used}",
            nn: "Døgnforbruket vart om lag {used}",
            en: "The day ended at about {used}"
        ),
        .dayOverText: LocalizedText(
            nb: "Den {day} ble det brukt omtrent {used}. Grensen var {limit}.",
            nn: "Den {day} vart det brukt om lag {used}. Grensa var {limit}.",
            en: "About {used} were used on {day}; the limit was {limit}."
        ),
        .adviceTurnOff: LocalizedText(
            nb: "Slå av {excess}.",
            nn: "Slå av {excess}.",
            en: "Turn off {excess}."
        ),
        .adviceTurnOffOnPhase: LocalizedText(
            nb: "Slå av {excess} på fase {phase}.",
            nn: "Slå av {excess} på fase {phase}.",
            en: "Turn off {excess} on phase {phase}."
        ),
        .adviceTurnOffUntil: LocalizedText(
            nb: "Slå av {excess} til kl. {end}.",
            nn: "Slå av {excess} til kl. {end}.",
            en: "Turn off {excess} until {end}."
        ),
        .adviceKeepBelow: LocalizedText(
            nb: "Hold effekten under {budget} til kl. {end}.",
            nn: "Hald effekten under {budget} til kl. {end}.",
            en: "Keep the power below {budget} until {end}."
        ),
        .adviceUseLittle: LocalizedText(
            nb: "Bruk så lite strøm du kan til kl. {end}.",
            nn: "Bruk så lite straum du kan til kl. {end}.",
            en: "Use as little as you can until {end}."
        ),
        .advicePutOff: LocalizedText(
            nb: "Utsett til i morgen det som kan vente.",
            nn: "Utset til i morgon det som kan vente.",
            en: "Put off until tomorrow what can wait."
        ),
    ]
}
