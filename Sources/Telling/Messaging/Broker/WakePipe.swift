import Foundation

/// Ends another thread's `poll`: a pipe with nothing to say.
final class WakePipe: Sendable {
    /// Readable when somebody has called `wake` since the last `clear`.
    let readEnd: Int32
    private let writeEnd: Int32

    init() {
        var ends: [Int32] = [-1, -1]
        // Without descriptors left, both ends stay -1: `poll` passes over those, and messages go out once a second.
        if pipe(&ends) != 0 { ends = [-1, -1] }
        for end in ends {
            _ = fcntl(end, F_SETFL, O_NONBLOCK)
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
        }
        readEnd = ends[0]
        writeEnd = ends[1]
    }

    /// Returns at once: a full pipe wakes as well as one more byte would.
    func wake() {
        var byte: UInt8 = 0
        _ = write(writeEnd, &byte, 1)
    }

    func clear() {
        var bytes = [UInt8](repeating: 0, count: 64)
        while read(readEnd, &bytes, bytes.count) == bytes.count {}
    }

    deinit {
        close(readEnd)
        close(writeEnd)
    }
}
