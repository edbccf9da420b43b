import CClock
package import Civil
package import Foundation
import Glibc

/// What the host says of a moment.
struct HostStamp: Sendable, Equatable {
    /// By the host's clock, which may be wrong.
    var wall: Instant
    /// Since the host started, by a clock that never jumps.
    var uptimeMilliseconds: Int64
    /// Whether somebody vouches for the host's clock.
    var isSynchronised: Bool

    /// The moment that bytes arrived, which is a little before this one, when they are looked at.
    func arrived(at arrival: Instant?) -> HostStamp {
        let age = arrival.map { wall.milliseconds(since: $0) } ?? 0
        // The host's clock was set in between if it is more than that.
        return (0...1_000).contains(age) ? earlier(milliseconds: age) : self
    }

    private func earlier(milliseconds: Int64) -> HostStamp {
        HostStamp(
            wall: wall.adding(milliseconds: -milliseconds),
            uptimeMilliseconds: uptimeMilliseconds - milliseconds,
            isSynchronised: isSynchronised
        )
    }
}

/// Where stamps come from.
struct HostClock: Sendable {
    var read: @Sendable () -> HostStamp

    /// - Parameter isTrusted: takes the host's clock for right, whatever the kernel knows of it.
    static func system(isTrusted: Bool) -> HostClock {
        HostClock {
            var uptime = timespec()
            // Goes on while the host sleeps.
            clock_gettime(CLOCK_BOOTTIME, &uptime)
            return HostStamp(
                wall: Instant(Date()),
                uptimeMilliseconds: Int64(uptime.tv_sec) * 1_000 + Int64(uptime.tv_nsec) / 1_000_000,
                isSynchronised: isTrusted || clock_is_synchronised()
            )
        }
    }
}

extension Instant {
    /// - Parameter date: read once, at the edge: the ledger has no clock of its own.
    package init(_ date: Date) {
        self.init(unixMilliseconds: Int64((date.timeIntervalSince1970 * 1_000).rounded(.down)))
    }
}
