import Ledger

/// Follows one rule: what its condition finds, through hold time, quiet hours and cool-down, becomes alerts.
///
/// What has been announced follows what is so, whenever it is allowed to: that alone gives the alerts at the end of quiet
/// hours, and makes a raise and its clear come in pairs.
struct RuleTracker {
    let rule: AlertRule
    /// The rule's name, made unique.
    let name: String
    private var condition: any AlertCondition
    private var hold = Hold()
    private var raised: RaisedAlert?
    /// The last episode that was warned of.
    private var lastEpisode: Instant?
    private var lastClear: Instant?

    init(rule: AlertRule, name: String) {
        self.rule = rule
        self.name = name
        self.condition = rule.kind.condition()
    }

    mutating func consider(_ event: LedgerEvent, in place: AlertPlace) -> [Alert] {
        condition.findings(after: event, raised: raised).flatMap { judge($0, in: place) }
    }

    private mutating func judge(_ finding: Finding, in place: AlertPlace) -> [Alert] {
        let heldSeconds = hold.seconds(after: finding)
        noteEnding(finding)
        if let quiet = rule.quiet, quiet.contains(place.calendar.dateTime(of: finding.time)) { return [] }
        var alerts: [Alert] = []
        if let standing = raised, !(finding.holds && finding.episode == standing.episode) {
            alerts.append(clear(standing, finding, in: place))
        }
        if raised == nil, finding.holds, heldSeconds >= rule.holdSeconds, isDue(finding) {
            alerts.append(raise(finding, heldSeconds, in: place))
        }
        return alerts
    }

    /// Keeps how the warned-of hour ended: by the end of quiet hours the findings are about another.
    private mutating func noteEnding(_ finding: Finding) {
        guard raised?.episode == finding.episode else { return }
        raised?.ending = finding.holds ? nil : finding.situation
    }

    private func isDue(_ finding: Finding) -> Bool {
        if let episode = finding.episode, episode == lastEpisode { return false }
        guard let lastClear else { return true }
        return finding.time.milliseconds(since: lastClear) >= Int64(rule.coolDownSeconds) * 1_000
    }

    private mutating func raise(_ finding: Finding, _ heldSeconds: Int, in place: AlertPlace) -> Alert {
        let key = "\(keyPart(name))/\(keyPart(place.meter))/\(finding.episode ?? finding.time)"
        let severity = finding.situation.severity
        raised = RaisedAlert(key: key, episode: finding.episode, severity: severity)
        lastEpisode = finding.episode
        let words = EnglishWords(finding.situation, heldSeconds: heldSeconds, calendar: place.calendar)
        return alert(.raised, severity, key, finding.situation, words, at: finding.time, in: place)
    }

    private mutating func clear(_ standing: RaisedAlert, _ finding: Finding, in place: AlertPlace) -> Alert {
        raised = nil
        lastClear = finding.time
        let ending = standing.ending ?? finding.situation
        let words = EnglishWords(ending, heldSeconds: 0, calendar: place.calendar)
        return alert(.cleared, standing.severity, standing.key, ending, words, at: finding.time, in: place)
    }

    private func alert(
        _ state: Alert.State,
        _ severity: Alert.Severity,
        _ key: String,
        _ situation: Situation,
        _ words: EnglishWords,
        at time: Instant,
        in place: AlertPlace
    ) -> Alert {
        Alert(
            rule: rule.kind.name,
            name: name,
            state: state,
            severity: severity,
            time: time,
            meter: place.meter,
            meterName: place.meterName,
            key: key,
            title: words.title,
            text: words.text,
            advice: state == .raised ? words.advice : nil,
            numbers: AlertNumbers(situation),
            to: rule.to
        )
    }
}

/// Keys go into HTTP headers and are split at slashes: letters and digits of ASCII, `.`, `_` and `-` stay, the rest is
/// percent-encoded.
private func keyPart(_ text: String) -> String {
    let digits = Array("0123456789ABCDEF".utf8)
    let part = text.utf8.flatMap { byte -> [UInt8] in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): [byte]
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"):
            [byte]
        default: [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
        }
    }
    return String(decoding: part, as: UTF8.self)
}
