package import Civil

/// How far measured hours are from settled ones: measured less settled, in Wh.
package struct Deviation {
    package private(set) var hours = 0
    private(set) var sumWh = 0
    private(set) var absoluteWh = 0
    /// The difference that is farthest from zero, with its sign.
    package private(set) var largestWh = 0
    package private(set) var largestAt: Instant?

    package mutating func add(_ differenceWh: Int, at start: Instant) {
        hours += 1
        sumWh += differenceWh
        absoluteWh += abs(differenceWh)
        if largestAt == nil || abs(differenceWh) > abs(largestWh) {
            largestWh = differenceWh
            largestAt = start
        }
    }

    /// In tenths of a Wh, rounded.
    package var meanTenths: Int { Self.rounded(sumWh * 10, by: hours) }
    package var meanAbsoluteTenths: Int { Self.rounded(absoluteWh * 10, by: hours) }

    private static func rounded(_ number: Int, by divisor: Int) -> Int {
        guard divisor > 0 else { return 0 }
        return (number + (number < 0 ? -divisor / 2 : divisor / 2)) / divisor
    }
}
