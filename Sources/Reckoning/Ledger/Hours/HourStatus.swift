public import Civil

/// The running hour: what is used, how it will end, what it may still have.
public struct HourStatus: Sendable, Hashable, Codable {
    public var start: Instant
    /// When this was true.
    public var time: Instant
    /// Energy drawn so far, in Wh.
    public var usedWh: Int
    /// What the hour is expected to end at, in Wh.
    public var expectedWh: Int
    /// It ends below this with 10 % probability, in Wh.
    public var lowWh: Int
    /// It ends above this with 10 % probability, in Wh.
    public var highWh: Int
    /// What the hour may use before it changes the month's capacity step, in Wh; `nil` on the last step, which has no
    /// end.
    public var limitWh: Int?
    /// The mean power that the rest of the hour may have to stay below the limit, in W. At most what the main fuse lets
    /// through; 0 when the limit is passed.
    public var budgetW: Int
    /// Probability, 0...1, that the hour passes the limit.
    public var stepRisk: Double
    /// True when the hour cannot change the step any more: even the main fuse's full power would not reach the limit.
    public var isFree: Bool
    /// How the hour so far is known: `measured` when it began with a register, `integrated` when all of it was seen by
    /// power, else `gap`.
    public var quality: HourQuality

    public init(
        start: Instant,
        time: Instant,
        usedWh: Int,
        expectedWh: Int,
        lowWh: Int,
        highWh: Int,
        limitWh: Int?,
        budgetW: Int,
        stepRisk: Double,
        isFree: Bool,
        quality: HourQuality
    ) {
        self.start = start
        self.time = time
        self.usedWh = usedWh
        self.expectedWh = expectedWh
        self.lowWh = lowWh
        self.highWh = highWh
        self.limitWh = limitWh
        self.budgetW = budgetW
        self.stepRisk = stepRisk
        self.isFree = isFree
        self.quality = quality
    }

    public var end: Instant { start.adding(milliseconds: Instant.hourMilliseconds) }

    /// What is left of the hour, in seconds.
    public var remainingSeconds: Int { max(0, Int(end.milliseconds(since: time) / 1_000)) }

    /// What may still be used, in Wh; `nil` when there is no limit.
    public var budgetWh: Int? { limitWh.map { max(0, $0 - usedWh) } }
}
