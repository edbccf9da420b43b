import Civil
import Telling

/// The meter, or the home, that an engine's alerts are about, and how they are written.
struct AlertContext: Sendable {
    var writer: TextWriter
    var scope: AlertScope
    var meterName: String
    /// `nil` until the meter has said it.
    var meterID: String?
    /// Nothing is told before this.
    var pausedUntil: Instant?

    var calendar: LocalCalendar { writer.calendar }

    var meter: String { scope == .home ? "home" : meterID ?? meterName }

    /// What there is to say of a finding.
    func content(of finding: Finding, heldSeconds: Int = 0) -> AlertContent {
        let moment = PhraseMoment(time: finding.time, heldSeconds: heldSeconds)
        return AlertContent(
            phrase: writer.phrase(finding.situation, at: moment),
            numbers: AlertNumbers(finding.situation)
        )
    }

    /// The alert that tells of the beginning or the end of `raised`.
    func alert(
        _ state: Alert.State,
        of raised: RaisedAlert,
        by rule: RuleIdentity,
        saying content: AlertContent,
        at time: Instant
    ) -> Alert {
        Alert(
            rule: rule.kind,
            name: rule.name,
            state: state,
            severity: raised.severity,
            time: time,
            meter: meter,
            meterName: meterName,
            key: raised.key,
            title: content.phrase.title,
            text: content.phrase.text,
            advice: state == .raised ? content.phrase.advice : nil,
            numbers: content.numbers,
            to: rule.to
        )
    }
}

/// The words and figures of an alert.
struct AlertContent: Sendable, Hashable, Codable {
    var phrase: Phrase
    var numbers: AlertNumbers
}

/// The rule that an alert comes from.
struct RuleIdentity: Sendable {
    /// The kind of rule: `hour_forecast`.
    var kind: String
    /// The rule's name, made unique.
    var name: String
    /// The webhooks to tell, by name.
    var to: [String]
}
