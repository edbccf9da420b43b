/// One step (*trinn*) of the capacity ladder (*kapasitetsledd*): `lowerW <= mean < upperW`.
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
public struct CapacitySteps: Sendable, Hashable, Codable {
    /// The lower bounds in W, rising, the first 0.
    public let lowerBoundsW: [Int]

    /// The ladder of 26 of Norway's 73 grid companies, BKK and Elvia among them, in W.
    public static let common = CapacitySteps(
        unchecked: [0, 2, 5, 10, 15, 20, 25, 50, 75, 100].map { $0 * 1_000 }
    )

    /// - Returns: `nil` unless the bounds begin with 0 and rise.
    public init?(lowerBoundsW: [Int]) {
        guard lowerBoundsW.first == 0, zip(lowerBoundsW, lowerBoundsW.dropFirst()).allSatisfy({ $0 < $1 })
        else {
            return nil
        }
        self.lowerBoundsW = lowerBoundsW
    }

    private init(unchecked bounds: [Int]) {
        self.lowerBoundsW = bounds
    }

    /// The step that a mean of `sumWh / count` falls into. It stays a fraction: the mean is not rounded before the look-up.
    ///
    /// - Parameters:
    ///   - sumWh: the sum of the counting daily maxima, in Wh in an hour, that is W.
    ///   - count: how many they are, at least 1.
    public func step(sumWh: Int, count: Int) -> CapacityStep {
        let index = lowerBoundsW.lastIndex { sumWh >= $0 * count } ?? 0
        return step(at: index)
    }

    /// The step above, `nil` above the last.
    public func step(after step: CapacityStep) -> CapacityStep? {
        step.upperW == nil ? nil : self.step(at: step.number)
    }

    private func step(at index: Int) -> CapacityStep {
        let upper = index + 1 < lowerBoundsW.count ? lowerBoundsW[index + 1] : nil
        return CapacityStep(number: index + 1, lowerW: lowerBoundsW[index], upperW: upper)
    }
}
