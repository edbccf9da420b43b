public import Civil

/// Time and chance, as delivery needs them: real in the daemon, the test's own in tests.
public struct DeliveryTiming: Sendable {
    /// The host's clock.
    public var now: @Sendable () -> Instant
    /// Waits; returns early when its task is cancelled.
    public var sleep: @Sendable (Duration) async -> Void
    /// A number in 0..<1, for jitter.
    public var random: @Sendable () -> Double

    public init(
        now: @escaping @Sendable () -> Instant,
        sleep: @escaping @Sendable (Duration) async -> Void,
        random: @escaping @Sendable () -> Double
    ) {
        self.now = now
        self.sleep = sleep
        self.random = random
    }
}
