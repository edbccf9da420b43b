/// How the running hour will end: what is used, and the rest of the hour at a power that is not known yet.
public struct Forecast: Sendable, Equatable {
    private let usedWh: Double
    private let hours: Double
    private let rest: RestPower

    /// - Parameters:
    ///   - usedWh: what the hour has used so far.
    ///   - remainingSeconds: what is left of it; below zero counts as 0.
    ///   - rest: the mean power of what is left.
    init(usedWh: Int, remainingSeconds: Int, rest: RestPower) {
        self.usedWh = Double(usedWh)
        hours = Double(max(0, remainingSeconds)) / 3_600
        self.rest = rest
    }

    /// As likely too much as too little, in Wh; never below what is used already.
    public var expectedWh: Double { usedWh + rest.medianW * hours }

    /// Ends below this with 10 % probability, in Wh; never below what is used already.
    public var lowWh: Double { usedWh + rest.lowW * hours }

    /// Ends above this with 10 % probability, in Wh.
    public var highWh: Double { usedWh + rest.highW * hours }

    /// Probability, 0...1, that the hour reaches the limit; falls with it, and is 1 once the limit is used.
    public func probability(ofReaching limitWh: Int) -> Double {
        let missing = Double(limitWh) - usedWh
        if missing <= 0 { return 1 }
        return hours > 0 ? rest.probability(ofReaching: missing / hours) : 0
    }
}
