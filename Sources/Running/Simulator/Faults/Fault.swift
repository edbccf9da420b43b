public import Civil

/// One thing that goes wrong, and when.
public struct Fault: Sendable, Hashable {
    public var name: FaultName
    /// From this moment; those of lists with the first list at or after it.
    public var start: Instant
    /// Up to and without this moment.
    public var end: Instant
    /// How many lists; `nil` for all until `end`.
    public var lists: Int?
    /// Seconds, watts, watt-hours, bytes or one of so many, by its name; 0 where it has none.
    public var amount: Int
    /// The other meter's number; `nil` leaves it to the simulator.
    public var meterNumber: String?

    public init(
        _ name: FaultName,
        from start: Instant = .distantPast,
        to end: Instant = .distantFuture,
        lists: Int? = nil,
        amount: Int = 0,
        meterNumber: String? = nil
    ) {
        self.name = name
        self.start = start
        self.end = end
        self.lists = lists
        self.amount = amount
        self.meterNumber = meterNumber
    }

    func isActive(at now: Instant) -> Bool { start <= now && now < end }
}

extension Instant {
    /// Before everything that is simulated.
    public static let distantPast = Instant(unixSeconds: 0)
}
