public import Civil
public import Ledger
import Meters

/// Turns what the ledger says, and what is so on the host, into alerts. One for each meter, and one for the home.
///
/// It has no clock: time comes with the inputs, so a year can be replayed and gives the alerts of living it.
public struct AlertEngine: Sendable {
    private var trackers: [RuleTracker]
    private var place: AlertPlace
    /// Alerts that stand though their rule is gone, by the rule's name, until their end is told.
    private var orphans: [String: RuleMemory] = [:]

    /// - Parameters:
    ///   - rules: in any order; those of the other scope are passed over. Of rules with the same name the second becomes
    ///     `NAME-2` and so on, so that their keys differ.
    ///   - scope: whether it is about a meter or about the home.
    ///   - meterName: what people call the meter; stands in for its id until the meter has said it.
    ///   - state: what an earlier engine remembered, to go on with its alerts. Its rules may have been others: those that are
    ///     there by the same name and kind go on, alerts of the others are ended.
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
        self.place = AlertPlace(
            calendar: calendar,
            language: language,
            scope: scope,
            meterName: meterName,
            pausedUntil: known.pausedUntil
        )
    }

    /// What to keep over a restart.
    public var state: State {
        var state = State(rules: orphans, pausedUntil: place.pausedUntil)
        for tracker in trackers { state.rules[tracker.name] = tracker.memory }
        return state
    }

    /// The meter's id, where it is known from before; else it is learnt from the meter.
    public var meterID: String? {
        get { place.meterID }
        set { place.meterID = newValue }
    }

    /// Until when nothing is told; `nil` when that was never asked for, or taken back.
    public var pausedUntil: Instant? { place.pausedUntil }

    /// Tells nothing until then, as in quiet hours: what is still so is raised then, what ended is cleared then.
    ///
    /// - Parameter until: `nil` ends the pause with the next input.
    public mutating func pause(until: Instant?) {
        place.pausedUntil = until
    }

    /// Takes an input, in the order in which things happened.
    ///
    /// - Returns: what to tell people now, in order: alerts raised, and cleared that were raised here.
    public mutating func consider(_ input: AlertInput) -> [Alert] {
        if case .event(.meter(let identity)) = input { place.meterID = identity.id }
        var alerts = endOrphans(input)
        for index in trackers.indices { alerts += trackers[index].consider(input, in: place) }
        return alerts
    }

    /// Takes an event of the ledger.
    public mutating func consider(_ event: LedgerEvent) -> [Alert] { consider(.event(event)) }

    private mutating func endOrphans(_ input: AlertInput) -> [Alert] {
        guard !orphans.isEmpty, let time = input.time, time >= place.pausedUntil ?? time else { return [] }
        defer { orphans = [:] }
        return orphans.sorted { $0.key < $1.key }.compactMap { name, memory in
            guard let standing = memory.raised else { return nil }
            let finding = Finding(time: time, holds: false, episode: nil, situation: .ruleGone)
            let words = place.phrase(finding, heldSeconds: 0)
            let ending = standing.ending ?? RaisedAlert.Ending(phrase: words, numbers: AlertNumbers())
            return place.cleared(standing, memory.kind, name, ending, at: time, to: memory.to)
        }
    }
}

/// What an engine, or a rule, is about.
public enum AlertScope: Sendable, Hashable {
    /// One meter: each has its alerts.
    case meter
    /// The machine that all meters are read by: said once.
    case home
}

extension AlertInput {
    /// When it was, where it says so.
    fileprivate var time: Instant? {
        switch self {
        case .tick(let time, _): time
        case .event(.live(let live)): live.time
        case .event(.hour(let status)): status.time
        default: nil
        }
    }
}
