import Glibc
import TestSupport

/// Hears from the kernel how often a file is opened.
final class OpenCounter: Sendable {
    private let descriptor: Int32

    init(path: String) throws {
        descriptor = inotify_init()
        guard descriptor >= 0, inotify_add_watch(descriptor, path, UInt32(IN_OPEN)) >= 0 else {
            throw CannotWatch(code: errno)
        }
    }

    deinit { close(descriptor) }

    struct CannotWatch: Error { var code: Int32 }

    /// Waits until the file was opened so often.
    ///
    /// - Returns: `false` when minutes pass without an opening.
    func wait(for count: Int) async -> Bool {
        await onOwnThread { [self] in waitHere(for: count) }
    }

    private func waitHere(for count: Int) -> Bool {
        // An event about a file that is watched itself has no name: its size is fixed.
        let size = MemoryLayout<inotify_event>.size
        var buffer = [UInt8](repeating: 0, count: size)
        let patience = Int32(RunningProgram.patienceSeconds) * 1_000
        for _ in 0..<count {
            var wait = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            guard poll(&wait, 1, patience) == 1, read(descriptor, &buffer, size) == size else { return false }
        }
        return true
    }
}
