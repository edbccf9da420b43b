public import Civil
import Foundation

/// Clock, waiting and randomness for delivery: real in the daemon, the test's own in tests.
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

extension DeliveryTiming {
    /// The host's clock, real waiting and real randomness.
    public static let system = DeliveryTiming(
        now: { Instant(unixMilliseconds: Int64(Date().timeIntervalSince1970 * 1_000)) },
        sleep: { try? await Task.sleep(for: $0) },
        random: { Double.random(in: 0..<1) }
    )
}
