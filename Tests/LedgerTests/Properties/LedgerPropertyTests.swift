import Ledger
import TestSupport
import Testing

@Suite("Random lives", .timeLimit(.minutes(5)))
struct LedgerPropertyTests {
    /// A life that went wrong: where, and the fewest steps that show it.
    private func firstFailure(_ steps: [LivedStep]) throws -> (place: Int, text: String, comparisons: Int)? {
        var witness = Witness()
        for (place, step) in steps.enumerated() {
            try witness.live(step)
            if let text = witness.failures.first { return (place, text, witness.comparisons) }
        }
        return nil
    }

    /// Leaves out what is not needed to go wrong: halves first, single steps last.
    private func shortest(_ steps: [LivedStep]) throws -> [LivedStep] {
        var steps = steps
        var length = steps.count / 2
        while length > 0 {
            var from = 0
            while from < steps.count {
                var fewer = steps
                fewer.removeSubrange(from..<min(from + length, steps.count))
                if let failure = try firstFailure(fewer) {
                    steps = Array(fewer[...failure.place])
                } else {
                    from += length
                }
            }
            length /= 2
        }
        return steps
    }

    /// What a report of a failure needs.
    private func report(_ steps: [LivedStep]) throws -> String {
        let fewest = try shortest(steps)
        let text = try firstFailure(fewest)?.text ?? ""
        return ([text] + fewest.suffix(40).map(\.description)).joined(separator: "\n")
    }

    @Test("No energy is made, lost or counted twice, and no counter falls", arguments: 0..<64)
    func lives(seed: Int) throws {
        let home = LivedHome(seed: UInt64(seed), hours: 72)
        guard let failure = try firstFailure(home.steps) else { return }
        let report = try report(Array(home.steps[...failure.place]))
        Issue.record("seed \(seed), step \(failure.place) of \(home.steps.count): \(failure.text)\n\(report)")
    }

    @Test("truth", arguments: 0..<64)
    func truth(seed: Int) throws {
        for (name, hardships) in [("losses", Hardships.losses), ("lossodd", [.losses, .oddLists]), ("all", [.losses, .oddLists, .newRegisters, .restarts, .powerFailures])] as [(String, Hardships)] {
        let home = LivedHome(seed: UInt64(seed), hours: 72, hardships: hardships)
        var witness = Witness()
        for step in home.steps { try witness.live(step) }
        for (start, hour) in witness.hours where hour.isCertain {
            let t = home.truth[start] ?? (0, 0)
            let e = max(abs(t.importWh - Double(hour.importWh)), home.hasExport ? abs(t.exportWh - Double(hour.exportWh)) : 0)
            if e > 40 { print("TRUTH \(name) seed \(seed) cadence \(seed % 4) \(start) \(hour.quality) seen \(hour.seenSeconds) error \(Int(e)) import \(hour.importWh) truth \(t.importWh) \(t.exportWh) \(hour.exportWh)") }
        }
        }
    }
}
