import Foundation

/// How the running hour will end.
///
/// Expected: what is used plus the mean power of the last five minutes for the rest. Around it a normal distribution as
/// wide as power moved from minute to minute in the last quarter of an hour, and never narrower than one cautious
/// allowance, because a quiet quarter says little of the next.
struct TrendForecast: Sendable, Equatable {
    var expectedWh: Double
    private var usedWh: Double
    private var deviationWh: Double

    /// 10 % of a normal distribution lie below −1.2816 deviations.
    private static let tenPercent = 1.2816
    /// A kettle's worth of not knowing, spread over the rest of the hour, in W.
    private static let leastDeviationW = 200.0
    /// What is taken for the deviation before three minutes have been seen, as a share of the mean power.
    private static let unknownShare = 0.5

    /// - Parameter fallbackW: what the rest is taken to draw when nothing was seen in the last five minutes.
    init(usedWh: Int, remainingSeconds: Int, trend: PowerTrend, at now: Instant, fallbackW: Double?) {
        let hours = Double(remainingSeconds) / 3_600
        let rate = trend.meanW(at: now) ?? fallbackW ?? 0
        let deviation = max(Self.leastDeviationW, trend.deviationW ?? rate * Self.unknownShare)
        self.usedWh = Double(usedWh)
        expectedWh = Double(usedWh) + rate * hours
        deviationWh = deviation * hours
    }

    /// Ends below this with 10 % probability, in Wh; never below what is used already.
    var lowWh: Double { max(usedWh, expectedWh - Self.tenPercent * deviationWh) }

    /// Ends above this with 10 % probability, in Wh.
    var highWh: Double { expectedWh + Self.tenPercent * deviationWh }

    /// Probability, 0...1, that the hour reaches the limit.
    func probability(ofReaching limitWh: Int) -> Double {
        if usedWh >= Double(limitWh) { return 1 }
        guard deviationWh > 0 else { return expectedWh >= Double(limitWh) ? 1 : 0 }
        let distance = (Double(limitWh) - expectedWh) / deviationWh
        return 0.5 * erfc(distance / 2.0.squareRoot())
    }
}
