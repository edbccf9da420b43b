import Foundation

extension ForecastModel {
    /// What the network says of one moment.
    struct Answer {
        let activity: GuessNetwork.Activity
        /// How far each guess is believed; sums to 1.
        let beliefs: [Float]
        /// In W.
        let median: Float
        /// Powers by the network's spreads alone, in W: down from the median, then up.
        let spread: [Float]

        init(_ activity: GuessNetwork.Activity, guesses: [Float]) {
            self.activity = activity
            let outputs = activity.outputs
            let highest = outputs[..<Outlook.guessCount].max() ?? 0
            var beliefs = outputs[..<Outlook.guessCount].map { exp($0 - highest) }
            let sum = beliefs.reduce(0, +)
            var median: Float = 0
            for place in beliefs.indices {
                beliefs[place] /= sum
                median += beliefs[place] * guesses[place]
            }
            var spread: [Float] = []
            for side in 0..<2 {
                var way: Float = 0
                for step in 0..<3 {
                    way += Self.softened(outputs[Outlook.guessCount + side * 3 + step])
                    spread.append(Self.moved(median, by: side == 0 ? -way : way))
                }
            }
            self.beliefs = beliefs
            self.median = median
            self.spread = spread
        }

        /// Shares of the power, and of some 50 W where there is hardly any.
        private static func moved(_ median: Float, by way: Float) -> Float {
            (median + Outlook.floorW) * exp(min(way, 6)) - Outlook.floorW
        }

        /// Above zero, and steady: log(1 + eˣ).
        private static func softened(_ output: Float) -> Float {
            output > 15 ? output : log(1 + exp(output))
        }

        /// The power of one of the margins' shares: nine tenths of the network's spread, and what experience adds. The
        /// tenth makes the band narrower in restless hours, the margin wider in quiet ones, to the same share in all.
        func power(_ share: Int, _ margins: SpreadMargins, minute: Int) -> Float {
            let margin = margins.margin(share, minute: minute)
            return median + 0.9 * (spread[share] - median) + (share < 3 ? -margin : margin)
        }

        func restPower(_ margins: SpreadMargins, minute: Int) -> RestPower? {
            let powers =
                [2, 1, 0].map { power($0, margins, minute: minute) } + [median]
                + [3, 4, 5].map { power($0, margins, minute: minute) }
            return powers.allSatisfy(\.isFinite) ? RestPower(powers) : nil
        }

        /// How the pinball loss changes with each of the network's outputs, now that the rest is known to have drawn
        /// `truth` W.
        func slopes(_ truth: Float, guesses: [Float]) -> [Float] {
            let slope: Float = truth > median ? -1 : 1
            var slopes = beliefs.indices.map { slope * beliefs[$0] * (guesses[$0] - median) }
            for side in 0..<2 {
                var outer: [Float] = []
                var sum: Float = 0
                // A spread moves its own power and all that lie outside it.
                for step in [2, 1, 0] {
                    let place = side * 3 + step
                    let power = spread[place]
                    let share = SpreadMargins.shares[place]
                    let isOutside = side == 0 ? truth < power : truth > power
                    sum += Self.spreadWeight * (isOutside ? -(1 - share) : share) * (power + Outlook.floorW)
                    outer.append(sum * Self.softenedSlope(activity.outputs[Outlook.guessCount + place]))
                }
                slopes += outer.reversed()
            }
            return slopes
        }

        private static func softenedSlope(_ output: Float) -> Float { 1 / (1 + exp(-output)) }

        /// The spreads count less than the median: it is what most people read.
        private static let spreadWeight: Float = 0.4
    }
}
