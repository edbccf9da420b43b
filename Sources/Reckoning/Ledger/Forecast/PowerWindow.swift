/// The last hour of power as it was known at one moment, a mean a minute, the newest first.
struct PowerWindow {
    /// In W; `length` values.
    let powers: [Float]

    /// An hour, and two minutes more to see a step at its beginning.
    static let length = 62

    /// What was known at `minute`, of it and of the minutes before it.
    ///
    /// A minute of which nothing was seen counts as the one before it.
    ///
    /// - Parameters:
    ///   - minute: the number of a minute that ran then.
    ///   - runningW: the mean of what was seen of it; `nil` leaves it out.
    /// - Returns: `nil` when nothing was seen of all of it.
    init?(_ minutes: RecentMinutes, at minute: Int64, runningW: Float? = nil) {
        var powers = [Float](repeating: -1, count: Self.length)
        let first = runningW == nil ? 0 : 1
        if let runningW { powers[0] = runningW }
        for place in first..<Self.length {
            powers[place] = minutes.meanW(ofMinute: minute - 1 - Int64(place - first)) ?? -1
        }
        guard let oldest = powers.last(where: { $0 >= 0 }) else { return nil }
        var known = oldest
        for place in powers.indices.reversed() {
            if powers[place] < 0 { powers[place] = known } else { known = powers[place] }
        }
        self.powers = powers
    }

    /// The mean of the minutes from `first` to `last`, counted back from 1, the newest.
    func mean(_ first: Int, _ last: Int) -> Float {
        var sum: Float = 0
        for place in first - 1..<last { sum += powers[place] }
        return sum / Float(last - first + 1)
    }

    /// What the newest `count` minutes were between.
    func range(_ count: Int) -> (lowest: Float, highest: Float) {
        var lowest = powers[0]
        var highest = powers[0]
        for place in 1..<count {
            lowest = min(lowest, powers[place])
            highest = max(highest, powers[place])
        }
        return (lowest, highest)
    }

    /// How much power changed from minute to minute, the mean of the newest `count`, in W.
    func restlessness(_ count: Int) -> Float {
        var sum: Float = 0
        for place in 0..<count { sum += abs(powers[place] - powers[place + 1]) }
        return sum / Float(count)
    }

    /// The middle one of the newest five.
    var medianOfFive: Float {
        powers[..<5].sorted()[2]
    }

    /// The last time that something large was switched on or off.
    struct Step {
        /// Whole minutes that have passed since; 60 when there was none.
        var minutes: Int
        /// By how much power rose (or fell, below zero), in W; 0 when there was none.
        var riseW: Float
        /// What power was before.
        var beforeW: Float
    }

    private static let stepW: Float = 400

    var lastStep: Step {
        for place in 0..<Self.length - 2 {
            let rise = powers[place] - powers[place + 1]
            guard abs(rise) > Self.stepW else { continue }
            // What is switched on in mid-minute climbs over two of them.
            let earlier = powers[place + 1] - powers[place + 2]
            let isOne = abs(earlier) > Self.stepW && (earlier > 0) == (rise > 0)
            let before = powers[place + (isOne ? 2 : 1)]
            return Step(minutes: place, riseW: powers[place] - before, beforeW: before)
        }
        return Step(minutes: 60, riseW: 0, beforeW: range(60).lowest)
    }
}
