import Telling

extension AlertText {
    /// Texts about the machine that kilovakt runs on, and about alerts themselves.
    static let machineRows: [AlertText: LocalizedText] = [
        .brokerAway: LocalizedText(
            nb: "MQTT-serveren svarer ikke",
            nn: "MQTT-serveren svarar ikkje",
            en: "The MQTT broker does not answer"
        ),
        .brokerAwayText: LocalizedText(
            nb:
                "Det har ikke vært kontakt med MQTT-serveren på {held}. Avsluttede timer og varsler venter til den er"
                + " tilbake.",
            nn:
                "Det har ikkje vore kontakt med MQTT-serveren på {held}. Avslutta timar og varsel ventar til han er"
                + " tilbake.",
            en:
                "There has been no contact with the MQTT broker for {held}. Closed hours and alerts wait until it is"
                + " back."
        ),
        .brokerBack: LocalizedText(
            nb: "MQTT-serveren er tilbake",
            nn: "MQTT-serveren er tilbake",
            en: "The MQTT broker is back"
        ),
        .brokerBackText: LocalizedText(
            nb: "Det som ventet på den, sendes nå.",
            nn: "Det som venta på han, blir sendt no.",
            en: "What was waiting for it is being sent now."
        ),
        .diskLow: LocalizedText(
            nb: "Lite plass på disken",
            nn: "Lite plass på disken",
            en: "The disk is almost full"
        ),
        .diskLowText: LocalizedText(
            nb: "[Det er {free} ledig på disken. ]Grensen er {limit}.",
            nn: "[Det er {free} ledig på disken. ]Grensa er {limit}.",
            en: "[{free} are free on the disk. ]The limit is {limit}."
        ),
        .diskFailing: LocalizedText(
            nb: "Historikken kan ikke lagres",
            nn: "Historikken kan ikkje lagrast",
            en: "The history cannot be saved"
        ),
        .diskFailingText: LocalizedText(
            nb:
                "Målingene venter i minnet og går tapt hvis strømmen blir borte.[ Det er {free} ledig på disken.]",
            nn:
                "Målingane ventar i minnet og går tapt om straumen blir borte.[ Det er {free} ledig på disken.]",
            en: "Readings wait in memory, and are lost if the power goes out.[ {free} are free on the disk.]"
        ),
        .diskFine: LocalizedText(
            nb: "Disken er i orden igjen",
            nn: "Disken er i orden att",
            en: "The disk is fine again"
        ),
        .diskFineText: LocalizedText(
            nb: "Historikken lagres.[ Det er {free} ledig på disken.]",
            nn: "Historikken blir lagra.[ Det er {free} ledig på disken.]",
            en: "The history is being saved.[ {free} are free on the disk.]"
        ),
        .adviceCheckBroker: LocalizedText(
            nb: "Sjekk at serveren kjører, og at nettverket er oppe.",
            nn: "Sjekk at serveren køyrer, og at nettverket er oppe.",
            en: "Check that the broker is running and that the network is up."
        ),
        .adviceDelete: LocalizedText(
            nb: "Slett det du ikke trenger.",
            nn: "Slett det du ikkje treng.",
            en: "Delete what you do not need."
        ),
        .adviceMakeRoom: LocalizedText(
            nb: "Frigjør plass på disken, og sjekk at minnekortet er i orden.",
            nn: "Frigjer plass på disken, og sjekk at minnekortet er i orden.",
            en: "Free some space on the disk, and check that the memory card is not failing."
        ),
        .ruleGone: LocalizedText(
            nb: "Varselet er avsluttet",
            nn: "Varselet er avslutta",
            en: "No longer watched"
        ),
        .ruleGoneText: LocalizedText(
            nb: "Regelen bak varselet står ikke lenger i konfigurasjonen.",
            nn: "Regelen bak varselet står ikkje lenger i konfigurasjonen.",
            en: "The rule behind this alert is no longer in the configuration."
        ),
        .test: LocalizedText(
            nb: "En prøve fra kilovakt",
            nn: "Ei prøve frå kilovakt",
            en: "A test from kilovakt"
        ),
        .testText: LocalizedText(
            nb: "Kan du lese dette, kommer varslene fram. Ingenting er galt.",
            nn: "Kan du lese dette, kjem varsla fram. Ingenting er gale.",
            en: "If you can read this, alerts reach you. Nothing is wrong."
        ),
        .stateCritical: LocalizedText(nb: "Kritisk", nn: "Kritisk", en: "Critical"),
        .stateWarning: LocalizedText(nb: "Advarsel", nn: "Åtvaring", en: "Warning"),
        .stateInfo: LocalizedText(
            nb: "Til orientering",
            nn: "Til orientering",
            en: "For information"
        ),
        .stateOver: LocalizedText(nb: "Over", nn: "Over", en: "Over"),
    ]
}
