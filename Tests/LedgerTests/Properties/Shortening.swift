/// Finds few steps of a life that still go wrong.
struct Shortening {
    private var steps: [LivedStep]

    /// - Parameter steps: a life whose last step goes wrong.
    init(failing steps: [LivedStep]) throws {
        self.steps = steps
        // Halves are left out first, single steps last.
        var length = steps.count / 2
        while length > 0 {
            var from = 0
            while from < self.steps.count {
                var fewer = self.steps
                fewer.removeSubrange(from..<min(from + length, fewer.count))
                if let failure = try Self.firstFailure(fewer) {
                    self.steps = Array(fewer[...failure.place])
                } else {
                    from += length
                }
            }
            length /= 2
        }
    }

    private static func firstFailure(_ steps: [LivedStep]) throws -> (place: Int, text: String)? {
        var witness = Witness()
        for (place, step) in steps.enumerated() {
            try witness.live(step)
            if let text = witness.failures.first { return (place, text) }
        }
        return nil
    }

    /// The steps, a line each, and what is wrong in the end.
    func report() throws -> String {
        let text = try Self.firstFailure(steps)?.text ?? ""
        return ([text] + steps.suffix(40).map(\.description)).joined(separator: "\n")
    }
}
