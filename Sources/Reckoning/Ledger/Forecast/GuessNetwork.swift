import Foundation

/// A small neural network that says which guesses to believe and how wide to open the distribution around them.
///
/// 34 signs → 24 hidden units (those below zero count a twentieth) → a weight for each of 12 guesses, which by softmax sum
/// to one, and six spreads. It learns by gradient descent on the pinball loss, each weight at its own pace (RMSprop).
struct GuessNetwork: Sendable, Equatable {
    /// From signs to hidden units, sign by sign, and what is added; from hidden units to outputs, and what is added.
    private(set) var weights: [Float]
    /// The running mean of each gradient's square.
    private(set) var squares: [Float]
    /// How often it has learnt.
    private(set) var steps: Int

    static let hiddenCount = 24
    static let spreadCount = 6
    static let outputCount = Outlook.guessCount + spreadCount
    private static let hiddenBias = Outlook.signCount * hiddenCount
    private static let outputStart = hiddenBias + hiddenCount
    private static let outputBias = outputStart + hiddenCount * outputCount
    static let weightCount = outputBias + outputCount

    /// What a unit below zero still passes on.
    private static let leak: Float = 0.05

    /// One that has learnt nothing: believes the five-minute mean, with a wide spread.
    init() {
        var random = WeightSource()
        weights = (0..<Self.weightCount).map { place in
            switch place {
            case ..<Self.hiddenBias: random.next() / Float(Outlook.signCount).squareRoot()
            case Self.outputStart..<Self.outputBias:
                0.1 * random.next() / Float(Self.hiddenCount).squareRoot()
            default: 0
            }
        }
        weights[Self.outputBias] = 3.5
        for spread in 0..<Self.spreadCount { weights[Self.outputBias + Outlook.guessCount + spread] = -1 }
        squares = Array(repeating: 0, count: Self.weightCount)
        steps = 0
    }

    init?(weights: [Float], squares: [Float], steps: Int) {
        guard weights.count == Self.weightCount, squares.count == Self.weightCount,
            squares.allSatisfy({ $0 >= 0 }), steps >= 0
        else { return nil }
        self.weights = weights
        self.squares = squares
        self.steps = steps
    }

    // MARK: - Saying

    /// What lies between the signs and the answer.
    struct Activity {
        var hidden: [Float]
        var outputs: [Float]
    }

    func activity(_ signs: [Float]) -> Activity {
        var hidden = Array(weights[Self.hiddenBias..<Self.outputStart])
        for sign in signs.indices {
            let value = signs[sign]
            let row = sign * Self.hiddenCount
            for unit in 0..<Self.hiddenCount { hidden[unit] += value * weights[row + unit] }
        }
        for unit in hidden.indices where hidden[unit] < 0 { hidden[unit] *= Self.leak }
        var outputs = Array(weights[Self.outputBias...])
        for unit in hidden.indices {
            let value = hidden[unit]
            let row = Self.outputStart + unit * Self.outputCount
            for output in 0..<Self.outputCount { outputs[output] += value * weights[row + output] }
        }
        return Activity(hidden: hidden, outputs: outputs)
    }

    // MARK: - Learning

    /// Gradients of one batch, summed.
    struct Gradient {
        fileprivate var sums = [Float](repeating: 0, count: GuessNetwork.weightCount)
        fileprivate var count = 0
    }

    /// Adds what one moment teaches.
    ///
    /// - Parameter slopes: how the loss changes with each output.
    func add(_ slopes: [Float], signs: [Float], activity: Activity, to gradient: inout Gradient) {
        gradient.count += 1
        var hiddenSlopes = [Float](repeating: 0, count: Self.hiddenCount)
        for unit in 0..<Self.hiddenCount {
            let row = Self.outputStart + unit * Self.outputCount
            let value = activity.hidden[unit]
            var slope: Float = 0
            for output in 0..<Self.outputCount {
                gradient.sums[row + output] += slopes[output] * value
                slope += slopes[output] * weights[row + output]
            }
            hiddenSlopes[unit] = value > 0 ? slope : slope * Self.leak
        }
        for output in 0..<Self.outputCount { gradient.sums[Self.outputBias + output] += slopes[output] }
        for sign in signs.indices {
            let value = signs[sign]
            let row = sign * Self.hiddenCount
            for unit in 0..<Self.hiddenCount { gradient.sums[row + unit] += value * hiddenSlopes[unit] }
        }
        for unit in 0..<Self.hiddenCount { gradient.sums[Self.hiddenBias + unit] += hiddenSlopes[unit] }
    }

    /// How far a weight goes in a step: less the more it has learnt, and never nothing, as habits change.
    private var pace: Float { max(0.0003, 0.005 / (1 + Float(steps) / 500).squareRoot()) }

    private static let memory: Float = 0.99

    /// Takes a step against the batch's mean gradient.
    mutating func step(against gradient: Gradient) {
        guard gradient.count > 0, gradient.sums.allSatisfy(\.isFinite) else { return }
        let pace = pace
        steps += 1
        // The mean square begins at nothing, and is young for long.
        let age = 1 - pow(Self.memory, Float(min(steps, 10_000)))
        for place in weights.indices {
            let slope = gradient.sums[place] / Float(gradient.count)
            squares[place] = Self.memory * squares[place] + (1 - Self.memory) * slope * slope
            weights[place] -= pace * slope / ((squares[place] / age).squareRoot() + 1e-6)
        }
    }
}

/// Chance, the same each time: what the weights begin with.
private struct WeightSource {
    private var state: UInt64 = 1

    /// Even between -√3 and √3, whose deviation is 1.
    mutating func next() -> Float {
        // Knuth's MMIX generator; its upper bits are the good ones.
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return (Float(state >> 40) / Float(1 << 24) * 2 - 1) * Float(3).squareRoot()
    }
}
