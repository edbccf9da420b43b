import Telling

extension AlertText {
    /// Texts about the currents and voltages of the phases.
    static let phaseRows: [AlertText: LocalizedText] = [
        .unknownPhase: LocalizedText(
            nb: "Minst én fase",
            nn: "Minst éin fase",
            en: "At least one phase"
        ),
        .phaseFull: LocalizedText(
            nb: "{phase} trekker mer enn hovedsikringen er laget for",
            nn: "{phase} trekkjer meir enn hovudsikringa er laga for",
            en: "{phase} draws more than the main fuse is rated for"
        ),
        .phaseNear: LocalizedText(
            nb: "{phase} er nær grensen for hovedsikringen",
            nn: "{phase} er nær grensa for hovudsikringa",
            en: "{phase} is close to the main fuse's limit"
        ),
        .phaseText: LocalizedText(
            nb:
                "{phase} trekker {current}. Det er {share} av hovedsikringen på {fuse} A.[ Strømmen har vært over"
                + " {limit} i {held}.]",
            nn:
                "{phase} trekkjer {current}. Det er {share} av hovudsikringa på {fuse} A.[ Straumen har vore over"
                + " {limit} i {held}.]",
            en:
                "{phase} draws {current}, {share} of the main fuse's {fuse} A[, and has been above {limit} for"
                + " {held}]."
        ),
        .phaseNormal: LocalizedText(
            nb: "Belastningen på hovedsikringen er normal igjen",
            nn: "Belastninga på hovudsikringa er normal att",
            en: "The load on the main fuse is normal again"
        ),
        .phaseNormalText: LocalizedText(
            nb: "Den høyeste strømmen er {current}[ ({phase})].",
            nn: "Den høgaste straumen er {current}[ ({phase})].",
            en: "The highest current is {current}[ ({phase})]."
        ),
        .voltageGone: LocalizedText(
            nb: "Fase {phase} er uten spenning",
            nn: "Fase {phase} er utan spenning",
            en: "Phase {phase} has no voltage"
        ),
        .voltageHigh: LocalizedText(
            nb: "Spenningen på {phase} er for høy",
            nn: "Spenninga på {phase} er for høg",
            en: "The voltage on {phase} is too high"
        ),
        .voltageLow: LocalizedText(
            nb: "Spenningen på {phase} er for lav",
            nn: "Spenninga på {phase} er for låg",
            en: "The voltage on {phase} is too low"
        ),
        .voltageText: LocalizedText(
            nb:
                "Spenningen på {phase} er {voltage}. Den skal ligge mellom {low} og {high} V[ og har ikke gjort det"
                + " på {held}].",
            nn:
                "Spenninga på {phase} er {voltage}. Ho skal liggje mellom {low} og {high} V[ og har ikkje gjort det"
                + " på {held}].",
            en:
                "The voltage on {phase} is {voltage}; it should be between {low} and {high} V[, and has been outside"
                + " for {held}]."
        ),
        .voltageNormal: LocalizedText(
            nb: "Spenningen er normal igjen",
            nn: "Spenninga er normal att",
            en: "The voltage is normal again"
        ),
        .voltageNormalText: LocalizedText(
            nb: "Alle faser ligger mellom {low} og {high} V. {phase} har {voltage}.",
            nn: "Alle fasar ligg mellom {low} og {high} V. {phase} har {voltage}.",
            en: "All phases are between {low} and {high} V; {phase} has {voltage}."
        ),
        .adviceCheckFuses: LocalizedText(
            nb: "Sjekk sikringene, og ring nettselskapet hvis de er hele.",
            nn: "Sjekk sikringane, og ring nettselskapet om dei er heile.",
            en: "Check the fuses. If none has blown, call the grid company."
        ),
        .adviceUnplug: LocalizedText(
            nb: "Trekk ut følsomt utstyr, og ring nettselskapet med en gang.",
            nn: "Trekk ut kjenslevart utstyr, og ring nettselskapet med ein gong.",
            en: "Unplug sensitive equipment, and call the grid company at once."
        ),
        .adviceCallGrid: LocalizedText(
            nb: "Ring nettselskapet hvis det varer.",
            nn: "Ring nettselskapet om det varer.",
            en: "Call the grid company if it lasts."
        ),
    ]
}
