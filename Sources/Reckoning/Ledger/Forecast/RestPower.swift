import Foundation

/// The mean power of the rest of the hour as a distribution: seven powers, each of which it stays below with a known
/// probability.
struct RestPower: Sendable, Equatable {
    /// In W, never below zero, never falling; as `shares`.
    let powers: [Float]

    /// The probability of less than each power.
    static let shares: [Double] = [0.03, 0.1, 0.25, 0.5, 0.75, 0.9, 0.97]
    static let median = 3
    /// Where a normal distribution has these shares, in deviations.
    static let deviations: [Float] = [-1.8808, -1.2816, -0.6745, 0, 0.6745, 1.2816, 1.8808]

    /// - Parameter powers: as `shares`; one that lies on the wrong side of its inner neighbour counts as that.
    init(_ powers: [Float]) {
        var powers = powers.map { max(0, $0) }
        for place in (0..<Self.median).reversed() { powers[place] = min(powers[place], powers[place + 1]) }
        for place in Self.median + 1..<powers.count {
            powers[place] = max(powers[place], powers[place - 1])
        }
        self.powers = powers
    }

    /// What is said while nothing was seen: wide, around a guess.
    init(cautiouslyAround watts: Float) {
        let deviation = max(200, watts / 2)
        self.init(Self.deviations.map { watts + $0 * deviation })
    }

    var medianW: Double { Double(powers[Self.median]) }
    var lowW: Double { Double(powers[1]) }
    var highW: Double { Double(powers[5]) }

    /// The probability, 0...1, of at least so many W. Between two of the powers it falls evenly by their logarithm;
    /// beyond the outermost it fades as fast as between the last two.
    func probability(ofReaching watts: Double) -> Double {
        guard watts > 0 else { return 1 }
        let places = scaledPowers
        let place = Self.scaled(watts)
        let last = places.count - 1
        if place <= places[0] {
            return 1 - Self.tail(of: places[0] - place, gap: places[1] - places[0])
        }
        if place >= places[last] {
            return Self.tail(of: place - places[last], gap: places[last] - places[last - 1])
        }
        let upper = places.firstIndex { $0 > place } ?? last
        let lower = upper - 1
        let way = (place - places[lower]) / (places[upper] - places[lower])
        return 1 - (Self.shares[lower] + (Self.shares[upper] - Self.shares[lower]) * way)
    }

    /// The powers by their logarithm, strictly rising.
    private var scaledPowers: [Double] {
        var places: [Double] = []
        places.reserveCapacity(powers.count)
        for power in powers {
            let place = Self.scaled(Double(power))
            places.append(max(place, (places.last ?? -1) + 1e-4))
        }
        return places
    }

    private static func scaled(_ watts: Double) -> Double { log(watts + Double(Outlook.floorW)) }

    private static func tail(of distance: Double, gap: Double) -> Double {
        shares[0] * exp(-distance / gap * log(shares[1] / shares[0]))
    }
}
