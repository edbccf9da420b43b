public import Ledger
import Meters

/// Turns what the ledger says into alerts. One for each meter.
///
/// It has no clock: time comes with the events, so a year can be replayed and gives the alerts of living it.
public struct AlertEngine: Sendable {
    private var trackers: [RuleTracker]
    private var place: AlertPlace
    private var time: Instant?

    /// Until when nothing is told; `nil` when that was never asked for, or taken back.
    public private(set) var pausedUntil: Instant?

    /// Tells nothing until then: what is still so is raised then, what ended is cleared then.
    ///
    /// - Parameter until: `nil` ends the pause with the next event.
    public mutating func pause(until: Instant?) { pausedUntil = until }

    /// - Parameters:
    ///   - rules: in any order. Of rules with the same name the second becomes `NAME-2` and so on, so that their keys
    ///     differ.
    ///   - meterName: what people call the meter; stands in for its id until the meter has said it.
    public init(rules: [AlertRule], calendar: LocalCalendar, meterName: String) {
        var count: [String: Int] = [:]
        self.trackers = rules.map { rule in
            count[rule.name, default: 0] += 1
            let number = count[rule.name, default: 1]
            return RuleTracker(rule: rule, name: number == 1 ? rule.name : "\(rule.name)-\(number)")
        }
        self.place = AlertPlace(calendar: calendar, meterName: meterName)
    }

    /// Takes an event, in the order in which the ledger told it.
    ///
    /// - Returns: what to tell people now, in order: alerts raised, and cleared that were raised here.
    public mutating func consider(_ event: LedgerEvent) -> [Alert] {
        if case .meter(let identity) = event { place.meterID = identity.id }
        if case .live(let live) = event { time = live.time }
        if let pausedUntil, let time, time < pausedUntil { return [] }
        var alerts: [Alert] = []
        for index in trackers.indices { alerts += trackers[index].consider(event, in: place) }
        return alerts
    }
}

/// Where the engine's meter is.
struct AlertPlace: Sendable {
    var calendar: LocalCalendar
    var meterName: String
    /// `nil` until the meter has said it.
    var meterID: String?

    var meter: String { meterID ?? meterName }
}
