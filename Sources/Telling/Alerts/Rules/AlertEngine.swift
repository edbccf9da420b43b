public import Civil
public import Ledger
import Meters
import Telling

/// Alerts out of the ledger's events and the state of the host. One engine for each meter, and one for the home.
///
/// An engine has no clock: time comes with the inputs, so a replayed year gives the same alerts as living it.
public struct AlertEngine: Sendable {
    private var trackers: [RuleTracker]
    private var context: AlertContext
    /// Standing alerts whose rule is gone, by the rule's name, until their end is told.
    private var orphans: [String: RuleMemory] = [:]

    /// - Parameters:
    ///   - rules: in any order; rules of the other scope are passed over. Of rules with the same name the second becomes
    ///     `NAME-2` and so on, so that their keys differ.
    ///   - scope: whether the engine is about a meter or about the home.
    ///   - meterName: the name that people call the meter by; stands in for its id until the meter has said that.
    ///   - state: the memory of an earlier engine, whose alerts go on. Its rules may have been different: rules with the
    ///     same name and kind go on, alerts of the others are ended.
    public init(
        rules: [AlertRule],
        scope: AlertScope = .meter,
        calendar: LocalCalendar,
        language: Language,
        meterName: String,
        restoring state: State? = nil
    ) {
        let known = state ?? State()
        var count: [String: Int] = [:]
        var orphans = known.rules.filter { $0.value.raised != nil }
        var trackers: [RuleTracker] = []
        for rule in rules {
            count[rule.name, default: 0] += 1
            let number = count[rule.name, default: 1]
            guard rule.kind.scope == scope else { continue }
            let name = number == 1 ? rule.name : "\(rule.name)-\(number)"
            let memory = known.rules[name].flatMap { $0.kind == rule.kind.name ? $0 : nil }
            if memory != nil { orphans[name] = nil }
            trackers.append(RuleTracker(rule: rule, name: name, calendar: calendar, restoring: memory))
        }
        self.trackers = trackers
        self.orphans = orphans
        self.context = AlertContext(
            writer: TextWriter(language: language, calendar: calendar),
            scope: scope,
            meterName: meterName,
            pausedUntil: known.pausedUntil
        )
    }

    /// The memory to keep over a restart.
    public var state: State {
        var state = State(rules: orphans, pausedUntil: context.pausedUntil)
        for tracker in trackers { state.rules[tracker.name] = tracker.memory }
        return state
    }

    /// The meter's id: set where it is known from before, else learnt from the meter.
    public var meterID: String? {
        get { context.meterID }
        set { context.meterID = newValue }
    }

    /// The end of a pause in which nothing is told; `nil` without one.
    public var pausedUntil: Instant? { context.pausedUntil }

    /// Pauses all alerts until a time, as in quiet hours: trouble that still lasts is raised then, trouble that ended is
    /// cleared then.
    ///
    /// - Parameter until: `nil` ends the pause with the next input.
    public mutating func pause(until: Instant?) {
        context.pausedUntil = until
    }

    /// Considers an input. Inputs come in the order in which things happened.
    ///
    /// - Returns: the alerts to tell people of now, in order: raised ones, and the ends of those that were raised here.
    public mutating func consider(_ input: AlertInput) -> [Alert] {
        if case .event(.meter(let identity)) = input { context.meterID = identity.id }
        var alerts = endOrphans(input)
        for index in trackers.indices { alerts += trackers[index].consider(input, in: context) }
        return alerts
    }

    /// Considers an event of the ledger.
    public mutating func consider(_ event: LedgerEvent) -> [Alert] { consider(.event(event)) }

    private mutating func endOrphans(_ input: AlertInput) -> [Alert] {
        guard !orphans.isEmpty, let time = input.time, time >= context.pausedUntil ?? time else { return [] }
        defer { orphans = [:] }
        return orphans.sorted { $0.key < $1.key }.compactMap { name, memory in
            guard let standing = memory.raised else { return nil }
            let finding = Finding(time: time, holds: false, episode: nil, situation: .ruleGone)
            let ending = standing.ending ?? context.content(of: finding)
            let rule = RuleIdentity(kind: memory.kind, name: name, to: memory.to)
            return context.alert(.cleared, of: standing, by: rule, saying: ending, at: time)
        }
    }
}

/// The subject of an engine, or of a rule.
public enum AlertScope: Sendable, Hashable {
    /// One meter; each meter has its own alerts.
    case meter
    /// The machine that reads all meters; its alerts are told once.
    case home
}

extension AlertInput {
    /// The time of the input, where it has one.
    fileprivate var time: Instant? {
        switch self {
        case .tick(let time, _): time
        case .event(.live(let live)): live.time
        case .event(.hour(let status)): status.time
        default: nil
        }
    }
}
