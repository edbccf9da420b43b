public import Ledger
import Meters

/// Turns what the ledger says into alerts. One for each meter.
///
/// It has no clock: time comes with the events, so a year can be replayed and gives the alerts of living it.
public struct AlertEngine: Sendable {
    private var trackers: [RuleTracker]
    private var place: AlertPlace

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
