import Glibc

/// Lets any thread wake the one that waits in `poll`: a pipe, whose bytes mean nothing.
final class Wakeup: Sendable {
    private let readEnd: Int32
    private let writeEnd: Int32

    init() throws(PortError) {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { throw .system(action: "make a pipe", place: "port", code: errno) }
        (readEnd, writeEnd) = (ends[0], ends[1])
        for end in ends {
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
            _ = fcntl(end, F_SETFL, O_NONBLOCK)
        }
    }

    deinit {
        close(readEnd)
        close(writeEnd)
    }

    /// Wakes the waiting thread, or the next one to wait.
    func signal() {
        // A full pipe refuses the byte, and wakes just as well.
        _ = withUnsafeBytes(of: UInt8(0)) { write(writeEnd, $0.baseAddress, 1) }
    }

    private func drain() {
        var bytes = [UInt8](repeating: 0, count: 64)
        while read(readEnd, &bytes, bytes.count) > 0 {}
    }

    enum Outcome {
        /// The descriptor has something; the bits are `poll`'s.
        case ready(Int16)
        case woken
        case timedOut
    }

    /// Waits for a descriptor, a signal, or time to pass.
    ///
    /// - Parameters:
    ///   - other: a descriptor, or -1 for none.
    ///   - events: `poll`'s bits.
    ///   - timeoutMilliseconds: -1 for ever.
    func wait(for other: Int32 = -1, events: Int32 = POLLIN, timeoutMilliseconds: Int = -1) -> Outcome {
        var waits = [
            pollfd(fd: readEnd, events: Int16(POLLIN), revents: 0),
            pollfd(fd: other, events: Int16(events), revents: 0),
        ]
        let deadline = monotonicMilliseconds() + timeoutMilliseconds
        while true {
            let remaining = timeoutMilliseconds < 0 ? -1 : max(0, deadline - monotonicMilliseconds())
            let count = poll(&waits, nfds_t(waits.count), Int32(clamping: remaining))
            if count == 0 { return .timedOut }
            // Anything but a signal's interruption cannot happen with these arguments.
            if count < 0 { continue }
            if waits[0].revents != 0 {
                drain()
                return .woken
            }
            return .ready(waits[1].revents)
        }
    }
}
