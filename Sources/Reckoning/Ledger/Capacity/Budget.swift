/// What the running hour may use before it changes the month's capacity step.
struct Budget: Sendable, Equatable {
    /// In Wh; `nil` where there is no limit: on the last step, and where no hour decides.
    let limitWh: Int?

    /// No hour decides.
    static let none = Budget(limitWh: nil)

    private init(limitWh: Int?) {
        self.limitWh = limitWh
    }

    /// - Parameters:
    ///   - targetW: the bound that the home wants to stay below; counts until the month has passed it, and the reached step's
    ///     own upper bound from then on. `nil` is no bound.
    init(_ race: PeakRace, steps: CapacitySteps, targetW: Int?) {
        let (sum, count) = race.counting
        let hundredths = max(1, count) * 100
        guard let targetW else {
            self = .none
            return
        }
        let hasPassed = targetW == 0 || steps.reaches(sum, hundredths, targetW)
        let boundW = hasPassed ? steps.step(sumWh: sum, count: hundredths).upperW : targetW
        guard let boundW else {
            self = .none
            return
        }
        let limitWh = race.firstWh(reaching: boundW, includesBound: steps.includesLowerBound)
        self.init(limitWh: limitWh)
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

extension PeakRace {
    /// What an hour has to use, in Wh, to bring the mean to a bound: `places × bound − the best others`.
    ///
    /// While there are fewer others than places the mean says little: an hour above the bound would have to be made up for by
    /// every day that follows. So the bound itself is the limit then, unless the hour's own day was higher already.
    fileprivate func firstWh(reaching boundW: Int, includesBound: Bool) -> Int {
        let isFull = others.count >= places - 1
        let needed =
            isFull ? places * boundW * 100 - others.prefix(places - 1).reduce(0, +) : boundW * 100
        let limitWh =
            includesBound ? (needed + weightPercent - 1) / weightPercent : needed / weightPercent + 1
        return isFull ? limitWh : max(limitWh, (own ?? 0) / weightPercent)
    }
}
