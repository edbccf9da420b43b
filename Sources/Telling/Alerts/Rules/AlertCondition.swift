import Civil
import Ledger

/// Looks at inputs and says whether the trouble of one kind of rule is there. Time comes with the inputs, and what is to be
/// remembered lies in `memory`, which outlives a restart.
protocol AlertCondition: Sendable {
    /// - Parameter raised: the alert that stands now: what has been said is taken back later than it is said
    ///   (hysteresis).
    /// - Returns: what the input says of the trouble, in order; nothing for most inputs.
    func findings(after input: AlertInput, raised: RaisedAlert?, _ memory: inout ConditionMemory) -> [Finding]
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

/// What conditions remember, each the fields that it needs.
struct ConditionMemory: Sendable, Hashable, Codable {
    /// `hour_forecast`: the last status of the running hour.
    var hour: HourStatus?
    /// `hour_forecast`: the last status of an hour that was warned of and is over, until it is known how it closed.
    var endedHour: HourStatus?
    /// `day_above`: what the day has used.
    var day: DayTotal?
    /// `meter_silent`: when the last message came.
    var heard: Instant?
    /// `voltage_outside`: phases that have had voltage, 1 for L1, 2 for L2, 4 for L3. `phase_above`: those that sent current.
    var phases = 0
    /// `hour_list_overdue`: the last hour that was looked at.
    var lastHour: Instant?
    /// `hour_list_overdue`: whether any hour was known by its counters.
    var sendsLists = false
    /// `hour_list_overdue`: hours in a row that were seen and had none.
    var hoursWithoutList = 0
}
