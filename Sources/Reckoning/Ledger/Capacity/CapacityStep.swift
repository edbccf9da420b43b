/// One step (*trinn*) of the capacity ladder (*kapasitetsledd*). Whether its bounds belong to it is the ladder's to say.
public struct CapacityStep: Sendable, Hashable, Codable {
    /// Counted from 1, as grid companies do.
    public var number: Int
    /// In W.
    public var lowerW: Int
    /// In W; `nil` on the last step, which has no end.
    public var upperW: Int?

    public init(number: Int, lowerW: Int, upperW: Int?) {
        self.number = number
        self.lowerW = lowerW
        self.upperW = upperW
    }
}

/// A grid company's ladder of capacity steps.
public struct CapacitySteps: Sendable, Hashable {
    /// The lower bounds in W, rising, the first 0.
    public let lowerBoundsW: [Int]
    /// True where exactly 5.000 kW is on the step 5–10 (`lower <= x < upper`), as with nearly all companies; false where it is on
    /// the step below (`lower < x <= upper`).
    public let includesLowerBound: Bool

    /// The ladder of 26 of Norway's 73 grid companies, BKK and Elvia among them, in W.
    public static let common = CapacitySteps(
        unchecked: [0, 2, 5, 10, 15, 20, 25, 50, 75, 100].map { $0 * 1_000 }
    )

    /// - Returns: `nil` unless the bounds begin with 0 and rise.
    public init?(lowerBoundsW: [Int], includesLowerBound: Bool = true) {
        guard lowerBoundsW.first == 0, zip(lowerBoundsW, lowerBoundsW.dropFirst()).allSatisfy({ $0 < $1 })
        else {
            return nil
        }
        self.lowerBoundsW = lowerBoundsW
        self.includesLowerBound = includesLowerBound
    }

    private init(unchecked bounds: [Int]) {
        lowerBoundsW = bounds
        includesLowerBound = true
    }

    /// The step that a mean of `sumWh / count` falls into. It stays a fraction: the mean is not rounded before the look-up.
    ///
    /// - Parameters:
    ///   - sumWh: the sum of the counting peaks, in Wh in an hour, that is W.
    ///   - count: how many they are, at least 1.
    public func step(sumWh: Int, count: Int) -> CapacityStep {
        let index = lowerBoundsW.lastIndex { $0 == 0 || reaches(sumWh, count, $0) } ?? 0
        return step(at: index)
    }

    /// Whether a mean of `sumWh / count` is beyond a bound, in W, and so on the step above it.
    func reaches(_ sumWh: Int, _ count: Int, _ boundW: Int) -> Bool {
        includesLowerBound ? sumWh >= boundW * count : sumWh > boundW * count
    }

    /// The step above, `nil` above the last.
    public func step(after step: CapacityStep) -> CapacityStep? {
        step.upperW == nil || step.number >= lowerBoundsW.count ? nil : self.step(at: step.number)
    }

    private func step(at index: Int) -> CapacityStep {
        let upper = index + 1 < lowerBoundsW.count ? lowerBoundsW[index + 1] : nil
        return CapacityStep(number: index + 1, lowerW: lowerBoundsW[index], upperW: upper)
    }
}
