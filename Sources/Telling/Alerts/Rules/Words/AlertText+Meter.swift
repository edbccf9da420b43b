import Telling

extension AlertText {
    /// Texts about the meter itself: its messages, its counters and its clock.
    static let meterRows: [AlertText: LocalizedText] = [
        .meterSilent: LocalizedText(
            nb: "Måleren er stille",
            nn: "Målaren er stille",
            en: "The meter is silent"
        ),
        .meterSilentText: LocalizedText(
            nb:
                "Det har ikke kommet noen melding fra måleren på {held}.[ Den siste kom [{day} ]kl. {clock}.]",
            nn: "Det har ikkje kome noka melding frå målaren på {held}.[ Den siste kom [{day} ]kl. {clock}.]",
            en: "No message has come from the meter for {held}[; the last came [on {day} ]at {clock}]."
        ),
        .meterHeard: LocalizedText(
            nb: "Måleren sender igjen",
            nn: "Målaren sender att",
            en: "The meter is sending again"
        ),
        .meterHeardText: LocalizedText(
            nb: "Meldingene kommer igjen[ etter {silence}].",
            nn: "Meldingane kjem att[ etter {silence}].",
            en: "Messages are arriving again[ after {silence}]."
        ),
        .listsMissing: LocalizedText(
            nb: "Timesverdiene fra måleren uteblir",
            nn: "Timesverdiane frå målaren uteblir",
            en: "The meter's hourly values are overdue"
        ),
        .listsMissingText: LocalizedText(
            nb:
                "Måleren har ikke sendt brukbare målerstander på {hours}. Timene regnes ut fra effekten imens, og"
                + " rettes når målerstandene kommer.",
            nn:
                "Målaren har ikkje sendt brukande målarstandar på {hours}. Timane blir rekna ut frå effekten imens,"
                + " og blir retta når målarstandane kjem.",
            en:
                "The meter has sent no usable counters for {hours}. Meanwhile hours are calculated from power, and"
                + " corrected when the counters arrive."
        ),
        .listsBack: LocalizedText(
            nb: "Timesverdiene fra måleren kommer igjen",
            nn: "Timesverdiane frå målaren kjem att",
            en: "The meter's hourly values are back"
        ),
        .listsBackText: LocalizedText(
            nb: "Timene imellom er rettet.",
            nn: "Timane imellom er retta.",
            en: "The hours in between have been corrected."
        ),
        .clockWrong: LocalizedText(
            nb: "Klokken i måleren går feil",
            nn: "Klokka i målaren går feil",
            en: "The meter's clock is wrong"
        ),
        .clockWrongText: LocalizedText(
            nb:
                "Klokken i måleren går {error} {direction}. Kilovakt regner timene etter sin egen klokke, så de"
                + " stemmer likevel.",
            nn:
                "Klokka i målaren går {error} {direction}. Kilovakt reknar timane etter si eiga klokke, så dei"
                + " stemmer likevel.",
            en:
                "The meter's clock is {error} {direction}. kilovakt keeps the hours by its own clock, so they are"
                + " still right."
        ),
        .clockSlow: LocalizedText(nb: "for sent", nn: "for seint", en: "slow"),
        .clockFast: LocalizedText(nb: "for tidlig", nn: "for tidleg", en: "fast"),
        .clockRight: LocalizedText(
            nb: "Klokken i måleren går riktig igjen",
            nn: "Klokka i målaren går rett att",
            en: "The meter's clock is right again"
        ),
        .clockRightText: LocalizedText(
            nb: "Avviket er {error} nå.",
            nn: "Avviket er {error} no.",
            en: "It is now off by {error}."
        ),
        .adviceCheckCable: LocalizedText(
            nb: "Sjekk adapteren og kabelen til HAN-porten.",
            nn: "Sjekk adapteren og kabelen til HAN-porten.",
            en: "Check the adapter and the cable to the HAN port."
        ),
        .adviceReplug: LocalizedText(
            nb: "Varer det, så ta kabelen ut av HAN-porten og sett den inn igjen.",
            nn: "Varer det, så ta kabelen ut av HAN-porten og set han inn att.",
            en: "If it lasts, unplug the cable from the HAN port and plug it in again."
        ),
        .adviceTellGrid: LocalizedText(
            nb: "Si fra til nettselskapet hvis det varer: Strømregningen følger klokken i måleren.",
            nn: "Sei frå til nettselskapet om det varer: Straumrekninga følgjer klokka i målaren.",
            en: "Tell the grid company if it lasts: your bill follows the meter's clock."
        ),
    ]
}
