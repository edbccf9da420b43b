import Civil
import Ledger
import Meters
import Telling

/// Whether every meter is heard: the answer of `/healthz`.
struct HealthReport: Encodable, Equatable {
    let status: Status
    let meters: [Meter]

    enum Status: String, Encodable {
        case ok
        /// At least one meter is silent.
        case silent
    }

    struct Meter: Encodable, Equatable {
        /// Its number, or `unknown_1` while the first one in the configuration has not said it.
        let meter: String
        let status: MeterStatus
        /// When its last message came, by the time that hours are kept by; left out before the first.
        let lastMessage: String?
        /// How long ago that was, or for how long nothing has come since the start.
        let ageSeconds: Int

        enum CodingKeys: String, CodingKey {
            case meter, status
            case lastMessage = "last_message"
            case ageSeconds = "age_seconds"
        }
    }

    enum MeterStatus: String, Encodable {
        case ok
        /// Nothing has come yet, and it may still take a while.
        case waiting
        case silent
    }

    /// A meter sends every ten seconds at the least: what is quiet for so long is not only late. So much time it has after the
    /// start, too.
    static let patience: Duration = .seconds(120)

    /// - Parameters:
    ///   - start: of the daemon.
    ///   - now: what ages are reckoned by.
    init(_ meters: [MeterState], start: ContinuousClock.Instant, at now: ContinuousClock.Instant) {
        self.meters = meters.enumerated().map { index, meter in
            let age = now - (meter.lastMessage ?? start)
            let known = meter.lastMessage == nil ? MeterStatus.waiting : .ok
            return Meter(
                meter: MetricFamily.meterName(meter.now.identity?.id, at: index),
                status: age > Self.patience ? .silent : known,
                lastMessage: meter.now.live?.time.description,
                ageSeconds: milliseconds(age) / 1_000
            )
        }
        status = self.meters.contains { $0.status == .silent } ? .silent : .ok
    }
}
