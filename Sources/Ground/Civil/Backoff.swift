/// The pauses between attempts: each twice as long as the one before, up to a longest one.
///
/// Each pause is a share of its step, drawn at random: after a power cut, a thousand homes must not all come back to
/// one server in the same second.
package struct Backoff: Sendable {
    /// More failures than this change nothing.
    private static let mostFailures = 1_000

    private let first: Duration
    private let longest: Duration
    private let share: ClosedRange<Double>
    /// The failed attempts since the last `reset`.
    package private(set) var failures = 0

    /// - Parameters:
    ///   - first: the step after the first failure.
    ///   - longest: the step that is not exceeded.
    ///   - share: the shortest and the longest pause, as parts of the step.
    package init(first: Duration, longest: Duration, share: ClosedRange<Double>) {
        self.first = first
        self.longest = longest
        self.share = share
    }

    /// Counts a failure.
    ///
    /// - Parameter random: 0..<1.
    /// - Returns: the pause before the next attempt.
    package mutating func pauseAfterFailure(random: Double = .random(in: 0..<1)) -> Duration {
        let step = step
        failures = min(failures + 1, Self.mostFailures)
        return step * (share.lowerBound + (share.upperBound - share.lowerBound) * random)
    }

    /// Begins with the first pause again, after an attempt that succeeded.
    package mutating func reset() { failures = 0 }

    /// Goes on where an earlier run stopped, unless more has failed since.
    package mutating func resume(failures: Int) {
        self.failures = max(self.failures, min(failures, Self.mostFailures))
    }

    private var step: Duration {
        // 2^30 seconds are 34 years: longer than any longest pause, and no overflow.
        min(longest, first * (1 << min(failures, 30)))
    }
}
