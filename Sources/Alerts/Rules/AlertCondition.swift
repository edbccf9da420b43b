import Ledger

/// Looks at events and says whether the trouble of one kind of rule is there. Time comes with the events.
protocol AlertCondition: Sendable {
    /// - Parameter raised: the alert that stands now: what has been said is taken back later than it is said
    ///   (hysteresis).
    /// - Returns: what the event says of the trouble, in order; nothing for most events.
    mutating func findings(after event: LedgerEvent, raised: RaisedAlert?) -> [Finding]
}

/// What a condition sees.
struct Finding {
    var time: Instant
    /// Whether the trouble is there.
    var holds: Bool
    /// What the trouble belongs to when it can come but once, such as the start of an hour. Such a thing is warned of
    /// at most once, and a standing alert of another one is over. `nil` for trouble that comes and goes.
    var episode: Instant?
    var situation: Situation
}

/// An alert that was raised and not cleared yet.
struct RaisedAlert {
    var key: String
    var episode: Instant?
    var severity: Alert.Severity
    /// How it ended, found while nothing was to be delivered.
    var ending: Situation?
}

/// What there is to say: facts alone, the words are elsewhere.
enum Situation: Sendable {
    /// The hour will pass its limit, or has.
    case hourAtRisk(HourStatus)
    /// The hour will most likely stay below its limit after all.
    case hourSafe(HourStatus)
    /// The hour is over: what was last known while it ran, and how it closed where that is known.
    case hourOver(last: HourStatus, closed: Hour?)
    case powerAbove(watts: Int, limitW: Int)
    case powerBelow(watts: Int, limitW: Int)
}
