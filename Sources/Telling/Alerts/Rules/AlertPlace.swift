import Civil

/// Where an engine's alerts come from, and how they are told.
struct AlertPlace: Sendable {
    var calendar: LocalCalendar
    var language: Language
    var scope: AlertScope
    var meterName: String
    /// `nil` until the meter has said it.
    var meterID: String?
    /// Nothing is told before this.
    var pausedUntil: Instant?

    var meter: String { scope == .home ? "home" : meterID ?? meterName }

    func phrase(_ finding: Finding, heldSeconds: Int) -> Phrase {
        let moment = PhraseMoment(time: finding.time, heldSeconds: heldSeconds, calendar: calendar)
        return language.phrase(finding.situation, moment)
    }

    func cleared(
        _ standing: RaisedAlert,
        _ rule: String,
        _ name: String,
        _ ending: RaisedAlert.Ending,
        at time: Instant,
        to: [String]
    ) -> Alert {
        alert(
            .cleared,
            rule,
            name,
            standing.severity,
            standing.key,
            ending.phrase,
            ending.numbers,
            at: time,
            to: to
        )
    }

    func alert(
        _ state: Alert.State,
        _ rule: String,
        _ name: String,
        _ severity: Alert.Severity,
        _ key: String,
        _ phrase: Phrase,
        _ numbers: AlertNumbers,
        at time: Instant,
        to: [String]
    ) -> Alert {
        Alert(
            rule: rule,
            name: name,
            state: state,
            severity: severity,
            time: time,
            meter: meter,
            meterName: meterName,
            key: key,
            title: phrase.title,
            text: phrase.text,
            advice: state == .raised ? phrase.advice : nil,
            numbers: numbers,
            to: to
        )
    }
}
