import Civil
import Foundation

extension DeliveryTiming {
    /// The host's clock, real waiting, real chance.
    public static let system = DeliveryTiming(
        now: { Instant(unixMilliseconds: Int64(Date().timeIntervalSince1970 * 1_000)) },
        sleep: { try? await Task.sleep(for: $0) },
        random: { Double.random(in: 0..<1) }
    )
}
