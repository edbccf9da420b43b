import Civil

/// Follows one rule: what its condition finds, through hold time, quiet hours, pauses and cool-down, becomes alerts.
///
/// What has been announced follows what is so, whenever it is allowed to: that alone gives the alerts at the end of quiet
/// hours, and makes a raise and its clear come in pairs.
struct RuleTracker {
    let rule: AlertRule
    /// The rule's name, made unique.
    let name: String
    private let condition: any AlertCondition
    private(set) var memory: RuleMemory

    /// - Parameter known: what an earlier tracker of this name remembered; that of another kind of rule is of no use.
    init(rule: AlertRule, name: String, calendar: LocalCalendar, restoring known: RuleMemory?) {
        self.rule = rule
        self.name = name
        self.condition = rule.kind.condition(calendar)
        self.memory = known ?? RuleMemory(kind: rule.kind.name, to: rule.to)
        self.memory.to = rule.to
    }

    mutating func consider(_ input: AlertInput, in place: AlertPlace) -> [Alert] {
        let findings = condition.findings(after: input, raised: memory.raised, &memory.condition)
        guard findings.isEmpty, case .tick(let time, _) = input else {
            return findings.flatMap { judge($0, in: place) }
        }
        return endLate(at: time, in: place)
    }

    private mutating func judge(_ finding: Finding, in place: AlertPlace) -> [Alert] {
        let heldSeconds = memory.hold.seconds(after: finding)
        guard !isSilenced(at: finding.time, place) else {
            noteEnding(finding, in: place)
            return []
        }
        var alerts: [Alert] = []
        if let standing = memory.raised, !(finding.holds && finding.episode == standing.episode) {
            let isOfIt = finding.episode == standing.episode
            let ending = isOfIt ? nil : standing.ending
            alerts.append(
                clear(standing, ending ?? howItEnds(finding, in: place), at: finding.time, in: place)
            )
        }
        if memory.raised == nil, finding.holds, heldSeconds >= rule.holdSeconds, isDue(finding) {
            alerts.append(raise(finding, heldSeconds, in: place))
        }
        return alerts
    }

    private func isSilenced(at time: Instant, _ place: AlertPlace) -> Bool {
        if let until = place.pausedUntil, time < until { return true }
        return rule.quiet?.contains(place.calendar.dateTime(of: time)) ?? false
    }

    /// Keeps how the warned-of trouble ended: by the end of quiet hours the findings may be about another.
    private mutating func noteEnding(_ finding: Finding, in place: AlertPlace) {
        guard memory.raised != nil, memory.raised?.episode == finding.episode else { return }
        let ending = finding.holds ? nil : howItEnds(finding, in: place)
        memory.raised?.ending = ending
    }

    /// Tells of an end that came while nothing was to be told, though nothing new is seen: a meter may be silent now.
    private mutating func endLate(at time: Instant, in place: AlertPlace) -> [Alert] {
        guard let standing = memory.raised, let ending = standing.ending, !isSilenced(at: time, place) else {
            return []
        }
        return [clear(standing, ending, at: time, in: place)]
    }

    private func isDue(_ finding: Finding) -> Bool {
        if let episode = finding.episode, memory.episodes.contains(episode) { return false }
        guard let lastClear = memory.lastClear else { return true }
        let age = finding.time.milliseconds(since: lastClear)
        // A clear that lies ahead was told by a clock that was.
        return age >= Int64(rule.coolDownSeconds) * 1_000 || age < -Hold.longestGapMilliseconds
    }

    // MARK: - Alerts

    private mutating func raise(_ finding: Finding, _ heldSeconds: Int, in place: AlertPlace) -> Alert {
        let key = key(of: finding, in: place)
        let severity = finding.situation.severity
        memory.raised = RaisedAlert(key: key, episode: finding.episode, severity: severity)
        if let episode = finding.episode { memory.remember(episode) }
        let phrase = place.phrase(finding, heldSeconds: heldSeconds)
        let numbers = AlertNumbers(finding.situation)
        return place.alert(
            .raised,
            rule.kind.name,
            name,
            severity,
            key,
            phrase,
            numbers,
            at: finding.time,
            to: rule.to
        )
    }

    private mutating func key(of finding: Finding, in place: AlertPlace) -> String {
        let start = "\(keyPart(name))/\(keyPart(place.meter))"
        if let episode = finding.episode { return "\(start)/\(episode)" }
        var time = finding.time
        // Raised twice in a millisecond, or when a clock that went back comes there again.
        if time == memory.lastKeyTime { time = time.adding(milliseconds: 1) }
        memory.lastKeyTime = time
        return "\(start)/\(time)"
    }

    private mutating func clear(
        _ standing: RaisedAlert,
        _ ending: RaisedAlert.Ending,
        at time: Instant,
        in place: AlertPlace
    ) -> Alert {
        memory.raised = nil
        memory.lastClear = time
        return place.cleared(standing, rule.kind.name, name, ending, at: time, to: rule.to)
    }

    private func howItEnds(_ finding: Finding, in place: AlertPlace) -> RaisedAlert.Ending {
        RaisedAlert.Ending(
            phrase: place.phrase(finding, heldSeconds: 0),
            numbers: AlertNumbers(finding.situation)
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
