public import Civil
public import Meters

/// All that a ledger has to remember over a restart, beside the closed hours: about a kilobyte.
///
/// What the forecast has learnt is kept apart, because it is larger and changes once an hour: `Ledger.forecastModel`.
public struct LedgerState: Sendable, Equatable {
    var identity: MeterIdentity?
    var books = RegisterBooks()
    /// The power of the last two hours, which the forecast looks at. `nil` in a state written before this was kept.
    var recent: RecentMinutes?
    var counter = RunningCounter()
    /// True once the meter has said what is fed in. `nil` before, and in a state written before this was kept.
    var hasSentExport: Bool?
    /// The power of the day that runs. `nil` in a state written before this was kept.
    var power: PowerOfDay?
    /// The bound that was chosen for a month; in another month it means nothing.
    var target: MonthTarget?
    /// The meter's clock less UTC, in ms, beyond what clocks of its make do; `nil` until it was known.
    var meterClockErrorMilliseconds: Int64?

    /// The moment up to which it has counted.
    public var time: Instant? { books.told.time }
    /// The meter, once it has said who it is.
    public var meter: MeterIdentity? { identity }
    /// True once the meter has said what is fed in, be it 0. Without such a message the export counter stands at 0 and
    /// measures nothing.
    public var sendsExport: Bool { hasSentExport ?? ((counter.value?.exportWh ?? 0) > 0) }
}

extension LedgerState: Codable {
    private enum CodingKeys: CodingKey {
        case identity, recent, counter, hasSentExport, power, target, meterClockErrorMilliseconds
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        identity = try container.decodeIfPresent(MeterIdentity.self, forKey: .identity)
        books = try RegisterBooks(from: decoder)
        recent = try container.decodeIfPresent(RecentMinutes.self, forKey: .recent)
        counter = try container.decode(RunningCounter.self, forKey: .counter)
        hasSentExport = try container.decodeIfPresent(Bool.self, forKey: .hasSentExport)
        power = try container.decodeIfPresent(PowerOfDay.self, forKey: .power)
        target = try container.decodeIfPresent(MonthTarget.self, forKey: .target)
        meterClockErrorMilliseconds = try container.decodeIfPresent(
            Int64.self,
            forKey: .meterClockErrorMilliseconds
        )
    }

    /// The books are written beside the rest, not within a key of their own: states have always been written so.
    public func encode(to encoder: any Encoder) throws {
        try books.encode(to: encoder)
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encodeIfPresent(identity, forKey: .identity)
        try container.encodeIfPresent(recent, forKey: .recent)
        try container.encode(counter, forKey: .counter)
        try container.encodeIfPresent(hasSentExport, forKey: .hasSentExport)
        try container.encodeIfPresent(power, forKey: .power)
        try container.encodeIfPresent(target, forKey: .target)
        try container.encodeIfPresent(meterClockErrorMilliseconds, forKey: .meterClockErrorMilliseconds)
    }
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

    /// Forgets the counters: those of another meter, or of a register that begins elsewhere, have nothing to do with them.
    mutating func reset() {
        value = nil
    }
}
