import Civil

/// Alerts of one rule: the findings of its condition after hold time, quiet hours, pauses and cool-down.
///
/// What people have been told follows what is so, whenever telling is allowed. That alone gives the alerts at the end of
/// quiet hours, and makes a raise and its clear come in pairs.
struct RuleTracker {
    let rule: AlertRule
    /// The rule's name, made unique.
    let name: String
    private let condition: any AlertCondition
    private(set) var memory: RuleMemory

    /// - Parameter known: the memory of an earlier tracker of the same name and kind of rule.
    init(rule: AlertRule, name: String, calendar: LocalCalendar, restoring known: RuleMemory?) {
        self.rule = rule
        self.name = name
        self.condition = rule.kind.condition(calendar)
        self.memory = known ?? RuleMemory(kind: rule.kind.name, to: rule.to)
        self.memory.to = rule.to
    }

    mutating func consider(_ input: AlertInput, in context: AlertContext) -> [Alert] {
        let findings = condition.findings(after: input, raised: memory.raised, &memory.condition)
        guard findings.isEmpty, case .tick(let time, _) = input else {
            return findings.flatMap { judge($0, in: context) }
        }
        return endLate(at: time, in: context)
    }

    private mutating func judge(_ finding: Finding, in context: AlertContext) -> [Alert] {
        let heldSeconds = memory.hold.seconds(after: finding)
        guard !isSilenced(at: finding.time, in: context) else {
            noteEnding(finding, in: context)
            return []
        }
        var alerts: [Alert] = []
        if let standing = memory.raised, !(finding.holds && finding.episode == standing.episode) {
            let isOfIt = finding.episode == standing.episode
            let ending = isOfIt ? nil : standing.ending
            let content = ending ?? context.content(of: finding)
            alerts.append(clear(standing, saying: content, at: finding.time, in: context))
        }
        if memory.raised == nil, finding.holds, heldSeconds >= rule.holdSeconds, isDue(finding) {
            alerts.append(raise(finding, heldSeconds: heldSeconds, in: context))
        }
        return alerts
    }

    private func isSilenced(at time: Instant, in context: AlertContext) -> Bool {
        if let until = context.pausedUntil, time < until { return true }
        return rule.quiet?.contains(context.calendar.dateTime(of: time)) ?? false
    }

    /// Keeps how the raised trouble ended: at the end of quiet hours the findings may be about another one.
    private mutating func noteEnding(_ finding: Finding, in context: AlertContext) {
        guard memory.raised != nil, memory.raised?.episode == finding.episode else { return }
        let ending = finding.holds ? nil : context.content(of: finding)
        memory.raised?.ending = ending
    }

    /// Tells of an end that came while nothing was to be told. Needs no new finding: a meter may be silent now.
    private mutating func endLate(at time: Instant, in context: AlertContext) -> [Alert] {
        guard let standing = memory.raised, let ending = standing.ending, !isSilenced(at: time, in: context)
        else {
            return []
        }
        return [clear(standing, saying: ending, at: time, in: context)]
    }

    private func isDue(_ finding: Finding) -> Bool {
        if let episode = finding.episode, memory.episodes.contains(episode) { return false }
        guard let lastClear = memory.lastClear else { return true }
        let age = finding.time.milliseconds(since: lastClear)
        // A clear that lies ahead was told before the clock was set back.
        return age >= Int64(rule.coolDownSeconds) * 1_000 || age < -Hold.longestGapMilliseconds
    }

    // MARK: - Alerts

    private var identity: RuleIdentity { RuleIdentity(kind: rule.kind.name, name: name, to: rule.to) }

    private mutating func raise(_ finding: Finding, heldSeconds: Int, in context: AlertContext) -> Alert {
        let raised = RaisedAlert(
            key: key(of: finding, in: context),
            episode: finding.episode,
            severity: finding.situation.severity
        )
        memory.raised = raised
        if let episode = finding.episode { memory.remember(episode) }
        let content = context.content(of: finding, heldSeconds: heldSeconds)
        return context.alert(.raised, of: raised, by: identity, saying: content, at: finding.time)
    }

    private mutating func key(of finding: Finding, in context: AlertContext) -> String {
        let start = "\(keyPart(name))/\(keyPart(context.meter))"
        if let episode = finding.episode { return "\(start)/\(episode)" }
        var time = finding.time
        // Raised twice in a millisecond, or when a clock that went back comes there again.
        if time == memory.lastKeyTime { time = time.adding(milliseconds: 1) }
        memory.lastKeyTime = time
        return "\(start)/\(time)"
    }

    private mutating func clear(
        _ standing: RaisedAlert,
        saying ending: AlertContent,
        at time: Instant,
        in context: AlertContext
    ) -> Alert {
        memory.raised = nil
        memory.lastClear = time
        return context.alert(.cleared, of: standing, by: identity, saying: ending, at: time)
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
