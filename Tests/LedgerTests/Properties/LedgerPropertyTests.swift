import Civil
import Foundation
import Ledger
import TestSupport
import Testing

@Suite("Random lives", .ownThread, .timeLimit(.minutes(30)))
struct LedgerPropertyTests {
    /// The seeds: a few, and those of lives in which something once went wrong. `KILOVAKT_LIVES=1000` lives a thousand,
    /// `KILOVAKT_LIVES=149,233` these two.
    static let lives: [Int] = {
        guard let named = ProcessInfo.processInfo.environment["KILOVAKT_LIVES"] else {
            return Array(0..<16) + [176, 228, 253, 346, 348, 789]
        }
        let numbers = named.split(separator: ",").compactMap { Int($0) }
        return numbers.count == 1 ? Array(0..<max(1, numbers[0])) : numbers
    }()

    @Test("No energy is made, lost or counted twice, and no counter falls", arguments: lives)
    func energy(seed: Int) throws {
        let home = LivedHome(seed: UInt64(seed), hours: 72)
        var witness = Witness()
        for (place, step) in home.steps.enumerated() {
            try witness.live(step)
            guard let failure = witness.failures.first else { continue }
            let fewest = try Shortening(failing: Array(home.steps[...place])).report()
            Issue.record("seed \(seed), step \(place) of \(home.steps.count): \(failure)\n\(fewest)")
            return
        }
        #expect(witness.comparisons > 0 || home.cadence == .never)
    }

    /// A tenth is what is let pass of a register that goes wrong; a life has silences besides, each with half a minute of power
    /// that was believed and not seen.
    @Test("An hour that is said to be certain is right", arguments: lives)
    func certain(seed: Int) throws {
        let home = LivedHome(seed: UInt64(seed), hours: 72, hardships: .all.subtracting(.clockSteps))
        var witness = Witness()
        for step in home.steps { try witness.live(step) }
        for hour in witness.hours.values where hour.isCertain && !home.hides(hour) {
            let truth = home.truth[hour.start] ?? (0, 0)
            let allowed = 200 + max(truth.importWh, truth.exportWh) / 10
            #expect(abs(Double(hour.importWh) - truth.importWh) <= allowed, "\(hour), \(truth)")
            guard home.hasExport else { continue }
            #expect(abs(Double(hour.exportWh) - truth.exportWh) <= allowed, "\(hour), \(truth)")
        }
    }

    @Test(
        "Restarts with the whole state change nothing, not in an hour and not in its quarters",
        arguments: 0..<6
    )
    func restarts(seed: Int) throws {
        let hardships = Hardships.all.subtracting([.restarts, .powerFailures])
        let home = LivedHome(seed: UInt64(1_000 + seed), hours: 48, hardships: hardships)
        var random = SeededRandom(UInt64(seed))
        var once = Witness()
        var often = Witness()
        for step in home.steps {
            try once.live(step)
            try often.live(step)
            if random.once(in: 100) { try often.live(LivedStep(kind: .restart, time: step.time)) }
        }
        #expect(often.hours == once.hours)
        #expect(often.details == once.details)
        #expect(often.state == once.state)
        #expect(often.failures.isEmpty)
    }

    /// Without this the witness might as well sleep.
    @Test("The witness sees an hour that is told too high, and one whose quality falls")
    func awake() throws {
        var witness = Witness()
        let start = utc("16:00:00")
        let hour = Hour(start: start, importWh: 1_000, exportWh: 0, quality: .measured)
        func told(_ hour: Hour, _ quarters: [Int]) -> [LedgerEvent] {
            let energies = quarters.map { QuarterEnergy(importWh: $0, exportWh: 0) }
            return [.closed(hour), .detail(HourDetail(start: hour.start, quarters: energies, minutes: []))]
        }
        witness.hear(told(hour, [250, 250, 250, 250]), at: start)
        #expect(witness.failures == [])
        witness.hear(told(hour, [250, 250, 250, 249]), at: start)
        #expect(witness.failures.count == 1)
        var worse = hour
        worse.quality = .integrated
        witness.hear(told(worse, [1_000, 0, 0, 0]), at: start)
        #expect(witness.failures.count == 2)
    }
}

extension LivedHome {
    /// True for an hour of which nobody can tell what it used: some of it was not seen, and in or beside that time the counters
    /// stood still while a single list of them was heard. The same messages come from a home that used less before that list
    /// and more after it. A second list of a standstill shows it, and from then on the hour has to be in doubt.
    fileprivate func hides(_ hour: Hour) -> Bool {
        hour.seenSeconds < 3_540
            && standstills.contains { $0.heard <= 1 && $0.from < hour.end && $0.to > hour.start }
    }
}
