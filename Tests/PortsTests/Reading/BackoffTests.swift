import TestSupport
import Testing

@testable import Ports

@Suite("Waiting between tries")
struct BackoffTests {
    @Test("Waits double from 0.5 s to 10 s, each up to a fifth shorter", arguments: UInt64(0)..<50)
    func doubles(seed: UInt64) {
        var random = SeededRandom(seed)
        var backoff = Backoff()
        for longest in [500, 1_000, 2_000, 4_000, 8_000, 10_000, 10_000] {
            let wait = backoff.next(using: &random)
            #expect(longest * 4 / 5...longest ~= wait)
        }
        backoff.reset()
        #expect(400...500 ~= backoff.next(using: &random))
    }

    @Test("Two ports do not wait equally long")
    func jitter() {
        var random = SeededRandom(1)
        let waits = Set((0..<20).map { _ in Backoff().firstWait(using: &random) })
        #expect(waits.count > 5)
    }
}

extension Backoff {
    fileprivate func firstWait(using random: inout SeededRandom) -> Int {
        var copy = self
        return copy.next(using: &random)
    }
}
