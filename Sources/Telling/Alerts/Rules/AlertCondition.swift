import Civil
import Ledger

/// The test for one kind of rule: whether its trouble is there after an input.
///
/// Time comes with the inputs; `memory` outlives a restart.
protocol AlertCondition: Sendable {
    /// - Parameter raised: the alert that stands now: it is cleared later than it was raised (hysteresis).
    /// - Returns: findings about the trouble, in order; none for most inputs.
    func findings(after input: AlertInput, raised: RaisedAlert?, _ memory: inout ConditionMemory) -> [Finding]
}

/// The presence or absence of a trouble at a time.
struct Finding {
    var time: Instant
    /// Whether the trouble is there.
    var holds: Bool
    /// The start of the hour or day that the trouble belongs to, where it can come only once in each. Each is warned of
    /// at most once, and a standing alert of another one is over. `nil` for trouble that comes and goes.
    var episode: Instant?
    var situation: Situation
}

/// The memory of a condition; each kind uses the fields that it needs.
struct ConditionMemory: Sendable, Hashable, Codable {
    /// `hour_forecast`: the last status of the running hour.
    var hour: HourStatus?
    /// `hour_forecast`: the last status of an hour that was warned of and is over, until its outcome is known.
    var endedHour: HourStatus?
    /// `day_above`: the energy of the day so far.
    var day: DayTotal?
    /// `meter_silent`: the time of the last message.
    var heard: Instant?
    /// `voltage_outside`: phases that have had voltage, 1 for L1, 2 for L2, 4 for L3. `phase_above`: those that sent current.
    var phases = 0
    /// `hour_list_overdue`: the last hour that was looked at.
    var lastHour: Instant?
    /// `hour_list_overdue`: whether any hour was known by its counters.
    var sendsLists = false
    /// `hour_list_overdue`: hours in a row that were seen and had no list.
    var hoursWithoutList = 0
}
