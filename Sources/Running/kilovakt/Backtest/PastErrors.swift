import Foundation

/// The errors that a method made at one minute of the hour so far: what a band, and a probability, can be had from with no
/// model at all.
struct PastErrors {
    /// Truth less what was said, in Wh, sorted.
    private var sorted: [Double] = []
    private var squares = 0.0

    /// Before so many are known there is a cautious band.
    private static let least = 20
    private static let cautiousWh = 300.0

    mutating func add(_ errorWh: Double) {
        var low = 0
        var high = sorted.count
        while low < high {
            let middle = (low + high) / 2
            if sorted[middle] < errorWh { low = middle + 1 } else { high = middle }
        }
        sorted.insert(errorWh, at: low)
        squares += errorWh * errorWh
    }

    /// The band around what is said now: the 10 % and the 90 % of the errors before; never below what is used.
    func band(aroundWh: Double, usedWh: Double) -> ClosedRange<Double> {
        guard sorted.count >= Self.least else {
            return max(usedWh, aroundWh - Self.cautiousWh)...max(usedWh, aroundWh + Self.cautiousWh)
        }
        let low = max(usedWh, aroundWh + sorted[sorted.count / 10])
        return low...max(low, aroundWh + sorted[sorted.count * 9 / 10])
    }

    /// The probability of reaching a limit by a normal distribution as wide as the errors before.
    func normalProbability(aroundWh: Double, usedWh: Double, limitWh: Double) -> Double {
        if usedWh >= limitWh { return 1 }
        let variance =
            sorted.count < Self.least ? Self.cautiousWh * Self.cautiousWh : squares / Double(sorted.count)
        guard variance > 0 else { return aroundWh >= limitWh ? 1 : 0 }
        return 0.5 * erfc((limitWh - aroundWh) / (2 * variance).squareRoot())
    }
}
