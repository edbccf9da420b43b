/// What the running hour may use before it changes the month's capacity step.
struct Budget: Sendable, Equatable {
    /// In Wh; `nil` on the last step.
    let limitWh: Int?

    /// - Parameters:
    ///   - otherDays: the daily maxima of the month's other days, in Wh, highest first.
    ///   - today: today's maximum so far, in Wh; `nil` before the first closed hour.
    ///   - targetW: the upper bound that the home wants to stay below; counts while the month's own step is lower.
    init(otherDays: [Int], today: Int?, steps: CapacitySteps, targetW: Int) {
        let counting = (otherDays + (today.map { [$0] } ?? [])).sorted(by: >).prefix(3)
        let step = steps.step(sumWh: counting.reduce(0, +), count: max(1, counting.count))
        guard let stepUpperW = step.upperW else {
            limitWh = nil
            return
        }
        let upperW = max(stepUpperW, targetW)
        guard otherDays.count >= 2 else {
            // Before the third day the mean says little: an hour above the bound now would have to be made up for by
            // every day that follows. So the bound itself is the limit.
            limitWh = upperW
            return
        }
        limitWh = 3 * upperW - otherDays[0] - otherDays[1]
    }

    /// True when even the most power that can flow would not reach the limit before the hour ends.
    func isFree(usedWh: Int, remainingSeconds: Int, maximumPowerW: Int) -> Bool {
        guard let limitWh else { return true }
        return usedWh + maximumPowerW * remainingSeconds / 3_600 < limitWh
    }

    /// The mean power for the rest of the hour that ends it at the limit, in W: 0...`maximumPowerW`.
    func powerW(usedWh: Int, remainingSeconds: Int, maximumPowerW: Int) -> Int {
        guard let limitWh else { return maximumPowerW }
        let leftWh = max(0, limitWh - usedWh)
        guard remainingSeconds > 0 else { return leftWh > 0 ? maximumPowerW : 0 }
        return min(maximumPowerW, leftWh * 3_600 / remainingSeconds)
    }
}
