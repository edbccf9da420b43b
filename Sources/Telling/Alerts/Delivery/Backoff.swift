/// The pause after failed tries: 1 s, 2 s, 4 s … up to an hour, each up to a fifth shorter or longer at random, so that a
/// thousand homes do not all come back in the same second.
struct Backoff {
    private(set) var failures = 0

    static let longestSeconds = 3_600.0
    private static let spread = 0.2
    /// More of them change nothing.
    private static let mostFailures = 1_000
    /// A server that asks for more is asked sooner: an alert is stale by then anyway.
    private static let longestAskedSeconds = 86_400

    mutating func succeed() {
        failures = 0
    }

    /// Goes on where an earlier run stopped.
    mutating func resume(failures: Int) {
        self.failures = max(self.failures, min(failures, Self.mostFailures))
    }

    /// Counts a failure.
    ///
    /// - Parameters:
    ///   - retryAfterSeconds: what the server asked for, which it then gets.
    ///   - random: 0..<1.
    /// - Returns: how long to wait before the next try.
    mutating func fail(retryAfterSeconds: Int?, random: Double) -> Duration {
        failures = min(failures + 1, Self.mostFailures)
        if let asked = retryAfterSeconds {
            return .seconds(min(max(1, asked), Self.longestAskedSeconds))
        }
        let seconds = failures > 12 ? Self.longestSeconds : Double(1 << (failures - 1))
        return .seconds(min(seconds, Self.longestSeconds) * (1 - Self.spread + 2 * Self.spread * random))
    }
}
