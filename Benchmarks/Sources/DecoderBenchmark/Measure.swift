import BenchmarkSupport
import CYardsticks

/// What was measured of one frame.
struct Measured {
    var sample: Sample
    /// Nanoseconds a frame by subject, one for each round.
    var rounds: [Subject: [Double]] = [:]
    var allocationsPerFrame = 0.0

    func median(_ subject: Subject) -> Double {
        let sorted = (rounds[subject] ?? []).sorted()
        return sorted.isEmpty ? .nan : sorted[sorted.count / 2]
    }
}

/// So long is one measurement: far above the clock's grain, far below what the system lets a program run undisturbed.
private let batchNanoseconds = 200_000.0

/// Measures every frame with every subject once a round, each round beginning with another subject, so that what disturbs
/// the machine for a while disturbs them all.
func measure(_ samples: [Sample], rounds: Int) throws -> [Measured] {
    try samples.map { try measure($0, rounds: rounds) }
}

private func measure(_ sample: Sample, rounds: Int) throws -> Measured {
    var bench = Bench(sample)
    var measured = Measured(sample: sample)
    let turns = try Subject.allCases.map { try calibrated($0, &bench) }
    let subjects = Subject.allCases
    for round in 0..<rounds {
        for index in subjects.indices {
            let place = (index + round) % subjects.count
            let nanoseconds = try time(subjects[place], turns[place], &bench) / Double(turns[place])
            measured.rounds[subjects[place], default: []].append(nanoseconds)
        }
    }
    measured.allocationsPerFrame = try allocations(&bench)
    return measured
}

/// How many turns fill a batch, found by doubling; this warms everything up too.
private func calibrated(_ subject: Subject, _ bench: inout Bench) throws -> Int {
    var turns = 64
    while try time(subject, turns, &bench) < batchNanoseconds { turns *= 2 }
    return turns
}

private func time(_ subject: Subject, _ turns: Int, _ bench: inout Bench) throws -> Double {
    let start = yardstick_now()
    try bench.run(subject, turns: turns)
    return Double(yardstick_now() - start)
}

private func allocations(_ bench: inout Bench) throws -> Double {
    let turns = 1_000
    return Double(try HeapUse.count { try bench.run(.kilovakt, turns: turns) }) / Double(turns)
}
