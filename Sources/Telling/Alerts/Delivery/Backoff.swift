import Civil

extension Backoff {
    /// The pauses of webhooks: 1 s, 2 s, 4 s … up to an hour, each up to a fifth shorter or longer.
    static let webhook = Backoff(
        first: .seconds(1),
        longest: .seconds(longestWebhookSeconds),
        share: 0.8...1.2
    )

    static let longestWebhookSeconds = 3_600.0
    /// A server that asks for more is asked sooner: an alert is stale by then anyway.
    private static let longestAskedSeconds = 86_400

    /// Counts a failure.
    ///
    /// - Parameters:
    ///   - retryAfterSeconds: the pause that the server asked for, which it then gets.
    ///   - random: 0..<1.
    /// - Returns: the pause before the next try.
    mutating func fail(retryAfterSeconds: Int?, random: Double) -> Duration {
        let pause = pauseAfterFailure(random: random)
        guard let asked = retryAfterSeconds else { return pause }
        return .seconds(min(max(1, asked), Self.longestAskedSeconds))
    }
}
