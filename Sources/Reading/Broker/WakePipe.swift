import Foundation

/// Lets any thread wake the one that waits in `poll`: a pipe, whose bytes mean nothing.
package final class WakePipe: Sendable {
    /// The longest sleep when the system had no descriptors left for a pipe.
    private static let sleepWithoutPipe: Duration = .seconds(1)

    private let readEnd: Int32
    private let writeEnd: Int32

    package init() {
        var ends: [Int32] = [-1, -1]
        // Without a pipe both ends stay -1: `poll` passes over those, and whoever waits looks around once a second.
        if pipe(&ends) != 0 { ends = [-1, -1] }
        for end in ends {
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
            _ = fcntl(end, F_SETFL, O_NONBLOCK)
        }
        (readEnd, writeEnd) = (ends[0], ends[1])
    }

    deinit {
        close(readEnd)
        close(writeEnd)
    }

    /// Wakes the waiting thread, or the next one to wait. Returns at once: a full pipe wakes as well as one more byte
    /// would.
    package func wake() {
        _ = withUnsafeBytes(of: UInt8(0)) { write(writeEnd, $0.baseAddress, 1) }
    }

    private func drain() {
        var bytes = [UInt8](repeating: 0, count: 64)
        while read(readEnd, &bytes, bytes.count) > 0 {}
    }

    /// The end of a wait.
    package enum Outcome {
        /// The descriptor has something; the bits are `poll`'s.
        case ready(Int16)
        /// Somebody called `wake`, or it is time to look whether somebody would have.
        case woken
        case timedOut
    }

    /// Waits for a descriptor, a call of `wake`, or time to pass.
    ///
    /// - Parameters:
    ///   - other: a descriptor, or -1.
    ///   - events: `poll`'s bits.
    ///   - atMost: `nil` for ever.
    package func wait(for other: Int32 = -1, events: Int32 = POLLIN, atMost: Duration? = nil) -> Outcome {
        var waits = [
            pollfd(fd: readEnd, events: Int16(POLLIN), revents: 0),
            pollfd(fd: other, events: Int16(events), revents: 0),
        ]
        let end = atMost.map { ContinuousClock.now + $0 }
        while true {
            let left = end.map { max(.zero, ContinuousClock.now.duration(to: $0)) }
            let sleep = readEnd < 0 ? min(left ?? Self.sleepWithoutPipe, Self.sleepWithoutPipe) : left
            let count = poll(&waits, nfds_t(waits.count), sleep.map(Self.milliseconds) ?? -1)
            if count == 0 {
                if let end, ContinuousClock.now >= end { return .timedOut }
                if readEnd < 0 { return .woken }
            }
            // Anything but a signal's interruption cannot happen with these arguments.
            if count <= 0 { continue }
            if waits[0].revents != 0 {
                drain()
                return .woken
            }
            return .ready(waits[1].revents)
        }
    }

    /// Rounded up, so that a wait does not end a moment early and begin again.
    private static func milliseconds(_ time: Duration) -> Int32 {
        Int32(min(3_600_000, (time / .milliseconds(1)).rounded(.up)))
    }
}
