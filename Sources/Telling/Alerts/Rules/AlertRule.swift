/// A rule: the trouble to warn of, the times to do so, and the people to tell.
///
/// A new kind of rule needs a case of `Kind` with its limits, a type that conforms to `AlertCondition`, and its texts in
/// each language (`AlertText`). Hold time, quiet hours, pauses, cool-down and recovery then work without more code.
public struct AlertRule: Sendable, Hashable {
    public enum Kind: Sendable, Hashable {
        /// The hour will reach its limit with at least this probability, above 0 and at most 1.
        ///
        /// Cleared when the probability falls below half of it, or when the hour ends. At most one alert an hour. In the
        /// first five minutes of an hour no probability counts, however high; only a limit that is already passed does.
        case hourForecast(probability: Double)
        /// Power from the grid is above `watts`, 1...1,000,000 W; cleared below `watts - hysteresisW`.
        ///
        /// The hysteresis is 0..<`watts`, `nil` for 5 % of `watts`.
        case powerAbove(watts: Int, hysteresisW: Int? = nil)
        /// A phase draws more than `share`, 0.1...3, of the main fuse; cleared below `share - hysteresisShare`.
        ///
        /// The hysteresis is 0..<`share`, `nil` for 5 % of `share`.
        case phaseAbove(share: Double = 0.9, hysteresisShare: Double? = nil, fuse: MainFuse)
        /// The voltage of a phase is below `lowV`, 100...229 V, or above `highV`, 231...400 V; cleared when all are
        /// `hysteresisV` within.
        ///
        /// Grids have to keep 230 V ± 10 % (EN 50160). The hysteresis reaches at most to 230 V; `nil` for 1 V.
        case voltageOutside(lowV: Int = 207, highV: Int = 253, hysteresisV: Int? = nil)
        /// The local day has used more than this, 1...100,000,000 Wh. Raised once a day, cleared when the day is over.
        case dayAbove(wattHours: Int)
        /// No message has come for the hold time; cleared by the first.
        case meterSilent
        /// A number of hours in a row, 1...168, were seen and closed without the meter's counters, though the meter has sent
        /// some before. Cleared when they come.
        case hourListOverdue(hours: Int = 3)
        /// The meter's clock is off by more than this, 10...1700 s, not counting whole hours; cleared at half of it.
        case clockDrift(seconds: Int = 120)
        /// The MQTT broker was not connected for the hold time; cleared when it is.
        case brokerAway
        /// Less than this is free where the history lies, 1...1,000,000 MB, or the history cannot be written; cleared when it
        /// can and `hysteresisMB` more are free, `nil` for a tenth.
        case diskLow(freeMB: Int = 200, hysteresisMB: Int? = nil)
    }

    public let kind: Kind
    /// Distinguishes rules in alerts and their keys: the kind's name unless given.
    public let name: String
    /// The time in s for which the trouble must last without a break before it is raised.
    public let holdSeconds: Int
    /// Hours in which nothing is told. Trouble that lasts beyond them is raised at their end; trouble that ended in them is
    /// cleared then.
    public let quiet: QuietHours?
    /// The time in s after a clear in which the rule does not raise again.
    public let coolDownSeconds: Int
    /// The webhooks to tell, by name.
    public let to: [String]

    /// - Parameters:
    ///   - name: 1...64 characters; `nil` for the kind's.
    ///   - holdSeconds: 0...3600, with `meterSilent` and `brokerAway` 1...86,400; `nil` for the kind's usual time.
    ///   - coolDownSeconds: 0...86,400; `nil` for the kind's usual time.
    /// - Throws: `AlertRuleError` with the setting at fault and its allowed values.
    public init(
        _ kind: Kind,
        name: String? = nil,
        holdSeconds: Int? = nil,
        quiet: QuietHours? = nil,
        coolDownSeconds: Int? = nil,
        to: [String] = []
    ) throws(AlertRuleError) {
        try kind.check()
        let name = name ?? kind.name
        let hold = holdSeconds ?? kind.usualHoldSeconds
        let coolDown = coolDownSeconds ?? kind.usualCoolDownSeconds
        try Self.check("name", name.count, in: 1...64, unit: "characters")
        try Self.check("for", hold, in: kind.holdRange, unit: "seconds")
        try Self.check("cool_down", coolDown, in: 0...86_400, unit: "seconds")
        self.kind = kind
        self.name = name
        self.holdSeconds = hold
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
