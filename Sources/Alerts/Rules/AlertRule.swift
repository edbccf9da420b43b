/// What to warn of, when, and whom.
///
/// A new kind of rule is a case of `Kind` with its limits, a type that conforms to `AlertCondition`, and its words in
/// `EnglishWords`; hold time, quiet hours, cool-down and recovery come by themselves.
public struct AlertRule: Sendable, Hashable {
    public enum Kind: Sendable, Hashable {
        /// The hour will reach its limit with at least this probability, above 0 and at most 1.
        ///
        /// Cleared when the probability falls below half of it, or when the hour ends. At most one alert an hour. In
        /// an hour's first five minutes a probability is not believed, however high: there it takes the limit being
        /// passed already.
        case hourForecast(probability: Double)
        /// Power from the grid is above `watts`, 1...1,000,000 W; cleared below `watts - hysteresisW`.
        ///
        /// The hysteresis is 0..<`watts`, `nil` for 5 % of `watts`.
        case powerAbove(watts: Int, hysteresisW: Int? = nil)
    }

    public let kind: Kind
    /// Distinguishes rules in alerts and their keys: the kind's name unless given.
    public let name: String
    /// How long it must be so without a break before it is raised, in s.
    public let holdSeconds: Int
    /// When nothing is delivered. What is still so at the end is raised then; what ended is cleared then.
    public let quiet: QuietHours?
    /// How long after a clear it is not raised again, in s.
    public let coolDownSeconds: Int
    /// The webhooks to tell, by name.
    public let to: [String]

    /// - Parameters:
    ///   - name: 1...64 characters; `nil` for the kind's.
    ///   - holdSeconds: 0...3600.
    ///   - coolDownSeconds: 0...86,400; `nil` for 300 with `powerAbove`, 0 with `hourForecast`.
    /// - Throws: `AlertRuleError` with the setting at fault and what it may be.
    public init(
        _ kind: Kind,
        name: String? = nil,
        holdSeconds: Int = 0,
        quiet: QuietHours? = nil,
        coolDownSeconds: Int? = nil,
        to: [String] = []
    ) throws(AlertRuleError) {
        try kind.check()
        let name = name ?? kind.name
        let coolDown = coolDownSeconds ?? kind.usualCoolDownSeconds
        try Self.check("name", name.count, in: 1...64, unit: "characters")
        try Self.check("for", holdSeconds, in: 0...3_600, unit: "seconds")
        try Self.check("cool_down", coolDown, in: 0...86_400, unit: "seconds")
        self.kind = kind
        self.name = name
        self.holdSeconds = holdSeconds
        self.quiet = quiet
        self.coolDownSeconds = coolDown
        self.to = to
    }

    static func check(_ setting: String, _ value: Int, in range: ClosedRange<Int>, unit: String)
        throws(AlertRuleError)
    {
        guard !range.contains(value) else { return }
        throw AlertRuleError(
            setting: setting,
            value: "\(value)",
            allowed: "\(range.lowerBound) to \(range.upperBound) \(unit)"
        )
    }
}
