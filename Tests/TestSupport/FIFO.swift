public import Foundation
import Glibc

extension FileHandle {
    /// Writes everything on a thread of its own: a FIFO is full until somebody reads.
    public func writeWaiting(_ data: Data) async throws {
        try await onOwnThread { Result { try self.write(contentsOf: data) } }.get()
    }
}

/// A FIFO that a daemon reads as a capture: the test decides what comes, and when it ends.
public struct FIFO: Sendable {
    public let path: String

    public init(_ file: URL) throws {
        path = file.path
        guard mkfifo(path, 0o600) == 0 else {
            throw SpawnFailure(description: "\(path): \(String(cString: strerror(errno)))")
        }
    }

    /// Opens its end to write into, once somebody reads.
    ///
    /// Not by `FileHandle`, which hands the descriptor down to every program that other tests start meanwhile: the daemon would
    /// never see the end. On a thread of its own, because opening waits.
    public func openForWriting() async throws -> FileHandle {
        let path = path
        let descriptor = await onOwnThread { open(path, O_WRONLY | O_CLOEXEC) }
        guard descriptor >= 0 else {
            throw SpawnFailure(description: "\(path): \(String(cString: strerror(errno)))")
        }
        return FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    }
}
