public import Civil
public import Meters

/// All that a ledger has to remember over a restart, beside the closed hours. Small: about a kilobyte. What the forecast has
/// learnt is kept apart, because it is larger and changes once an hour: `Ledger.forecastModel`.
public struct LedgerState: Sendable, Codable, Equatable {
    var identity: MeterIdentity?
    var book: HourBook
    /// What the forecast sees of the present. A state of before it was kept has none.
    var recent: RecentMinutes?
    var counter: RunningCounter
    /// True once the meter has said what is fed in. `nil` before, and in a state written before this was kept.
    var hasSentExport: Bool?
    /// The power of the day that runs. A state of before it was kept has none.
    var power: PowerOfDay?
    /// What was chosen for a month; of one that is past it says nothing.
    var target: MonthTarget?
    /// `nil` until the meter sends registers without saying their unit. A state of before it was kept has none either.
    var scale: ScaleState?
    /// What the meter's clock says less UTC, in ms, beyond what clocks of its make do; `nil` until somebody knew.
    var meterClockErrorMilliseconds: Int64?

    /// The moment up to which it has counted.
    public var time: Instant? { book.time }
    public var meter: MeterIdentity? { identity }
    /// True once the meter has said what is fed in, be it 0. Without such a message the export counter stands at 0 and
    /// measures nothing.
    public var sendsExport: Bool { hasSentExport ?? ((counter.value?.exportWh ?? 0) > 0) }
}

/// The counters as they run between registers. They never fall: when power said a little more than the register, they wait
/// until it has caught up.
struct RunningCounter: Sendable, Codable, Equatable {
    private(set) var value: WattHours?

    mutating func update(register: WattHours, since: WattHours) {
        let next = register + since
        let last = value ?? next
        value = WattHours(
            importWh: max(last.importWh, next.importWh),
            exportWh: max(last.exportWh, next.exportWh)
        )
    }

    /// Another meter, or a register that started anew: what was counted before has nothing to do with what comes.
    mutating func reset() {
        value = nil
    }
}
