import Glibc

/// Wakes a thread that waits in `poll`: a byte through a pipe.
final class WakeUp: Sendable {
    private let reading: FileDescriptor
    private let writing: FileDescriptor

    init() {
        var ends: [Int32] = [-1, -1]
        // Fails only when the process has no file descriptors left; waiting then just lasts its time.
        _ = pipe(&ends)
        reading = FileDescriptor(owning: ends[0])
        writing = FileDescriptor(owning: ends[1])
        for end in ends { makePrivateAndNonBlocking(end) }
    }

    func signal() {
        var byte: UInt8 = 1
        // A full pipe wakes as well.
        _ = write(writing.number, &byte, 1)
    }

    /// Waits until one of the files has something to read, the thread is woken, or the time is over.
    ///
    /// - Parameter milliseconds: −1 for as long as it takes.
    /// - Returns: which of `files` has something, or has an error to tell.
    func wait(for files: [Int32], milliseconds: Int32) -> [Bool] {
        var polls = (files + [reading.number]).map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
        guard poll(&polls, nfds_t(polls.count), milliseconds) > 0 else { return files.map { _ in false } }
        if polls[files.count].revents != 0 {
            var bytes = [UInt8](repeating: 0, count: 64)
            _ = read(reading.number, &bytes, bytes.count)
        }
        return polls.prefix(files.count).map { $0.revents != 0 }
    }
}

/// Not handed on to child processes, and never waited for.
func makePrivateAndNonBlocking(_ number: Int32) {
    _ = fcntl(number, F_SETFD, FD_CLOEXEC)
    _ = fcntl(number, F_SETFL, fcntl(number, F_GETFL) | O_NONBLOCK)
}
