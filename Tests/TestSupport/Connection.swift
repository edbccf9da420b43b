import Foundation

/// One end of a TCP connection on this machine. Closed when it is let go.
public final class Connection: Sendable {
    private let socket: Int32

    /// Connects to a port.
    public convenience init(port: Int) throws { try self.init(socket: Loopback.connection(to: port)) }

    /// - Parameter socket: connected; closed with this.
    fileprivate init(socket: Int32) {
        self.socket = socket
        // What hangs fails a test, and does not hang it.
        var limit = timeval(tv_sec: RunningProgram.patienceSeconds, tv_usec: 0)
        setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    }

    deinit { close(socket) }

    /// - Returns: false when the other end has gone.
    @discardableResult
    public func send(_ bytes: [UInt8]) -> Bool { Loopback.send(socket, bytes) }

    /// The next bytes up to a number; fewer when the other end closes before.
    public func read(_ count: Int) async -> [UInt8] {
        var bytes: [UInt8] = []
        while bytes.count < count {
            let more = await read(atMost: min(65_536, count - bytes.count))
            if more.isEmpty { break }
            bytes += more
        }
        return bytes
    }

    /// Everything until the other end closes.
    public func readAll() async -> [UInt8] { await read(.max) }

    /// Waits until the other end closes, whatever it says before.
    public func isLeft() async -> Bool {
        await onOwnThread { [self] in
            var bytes = [UInt8](repeating: 0, count: 65_536)
            var count = 0
            repeat { count = recv(socket, &bytes, bytes.count, 0) } while count > 0
            return count == 0
        }
    }

    private func read(atMost count: Int) async -> [UInt8] {
        await onOwnThread { [self] in
            var bytes = [UInt8](repeating: 0, count: count)
            let received = recv(socket, &bytes, count, 0)
            return Array(bytes.prefix(max(0, received)))
        }
    }
}

/// A TCP server on a port of its own. It stops listening when it is let go.
public final class Listener: Sendable {
    public let port: Int
    private let socket: Int32

    public init() throws { (socket, port) = try Loopback.listener() }

    deinit { close(socket) }

    /// The next client, waiting for it.
    public func client() async throws -> Connection {
        let client = await onOwnThread { [self] in
            var limit = timeval(tv_sec: RunningProgram.patienceSeconds, tv_usec: 0)
            setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
            return Loopback.accept(socket)
        }
        guard let client else { throw NoClient(port: port) }
        return Connection(socket: client)
    }

    public struct NoClient: Error {
        public let port: Int
    }
}
