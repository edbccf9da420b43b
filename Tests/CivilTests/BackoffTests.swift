import Testing

@testable import Civil

@Suite("Pauses between attempts")
struct BackoffTests {
    private static let doubling = [500, 1_000, 2_000, 4_000, 8_000, 10_000, 10_000].map {
        Duration.milliseconds($0)
    }

    @Test(
        "They double up to the longest, and begin with the first again after a success",
        arguments: [0, 0.5, 0.999]
    )
    func doubles(random: Double) {
        var backoff = Backoff(first: .milliseconds(500), longest: .seconds(10), share: 0.8...1)
        for longest in Self.doubling {
            #expect(backoff.pauseAfterFailure(random: random) == longest * (0.8 + 0.2 * random))
        }
        #expect(backoff.failures == Self.doubling.count)
        backoff.reset()
        #expect(backoff.pauseAfterFailure(random: 0) == .milliseconds(400))
    }

    @Test("Ten thousand failures are no longer a pause than the longest")
    func bounded() {
        var backoff = Backoff(first: .seconds(1), longest: .seconds(3_600), share: 1...1)
        for _ in 0..<10_000 { #expect(backoff.pauseAfterFailure(random: 0.5) <= .seconds(3_600)) }
    }

    @Test("An earlier run's failures count, and never fewer than there were since")
    func resumes() {
        var backoff = Backoff(first: .seconds(1), longest: .seconds(60), share: 1...1)
        backoff.resume(failures: 3)
        #expect(backoff.pauseAfterFailure(random: 0) == .seconds(8))
        backoff.resume(failures: 1)
        #expect(backoff.pauseAfterFailure(random: 0) == .seconds(16))
        backoff.resume(failures: .max)
        #expect(backoff.pauseAfterFailure(random: 0) == .seconds(60))
    }

    @Test("Two clients do not pause equally long")
    func jitter() {
        let pauses = Set(
            (0..<20).map { _ in
                var backoff = Backoff(first: .seconds(1), longest: .seconds(60), share: 0.5...1)
                return backoff.pauseAfterFailure()
            }
        )
        #expect(pauses.count > 5)
        #expect(pauses.allSatisfy { (Duration.milliseconds(500)...Duration.seconds(1)).contains($0) })
    }
}

@Suite("Once per minute")
struct OncePerMinuteTests {
    @Test("The first passes, then one a minute, which says how many were held back")
    func admits() {
        var gate = OncePerMinute<Instant>()
        let begin = Instant(unixSeconds: 1_800_000_000)
        let answers = [0, 1, 59, 60, 119, 120, 500].map { gate.admit(at: begin.adding(seconds: $0)) }
        #expect(answers == [0, nil, nil, 2, nil, 1, 0])
    }

    @Test("A clock that is set back silences nobody")
    func setBack() {
        var gate = OncePerMinute<Instant>()
        let begin = Instant(unixSeconds: 1_800_000_000)
        #expect(gate.admit(at: begin) == 0)
        #expect(gate.admit(at: begin.adding(seconds: -3_600)) == 0)
        #expect(gate.admit(at: begin.adding(seconds: -3_599)) == nil)
    }
}
