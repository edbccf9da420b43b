import Foundation

/// Sockets of 127.0.0.1, by the system's own calls: nothing is tested against code of its own kind.
enum Loopback {
    /// A socket bound to a port, which does not listen yet.
    ///
    /// - Parameter port: 0 for any that is free.
    static func bound(port: Int = 0) throws(SocketFailure) -> (socket: Int32, port: Int) {
        let socket = newSocket()
        var on: Int32 = 1
        setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &on, socklen_t(MemoryLayout<Int32>.size))
        var address = address(port)
        let isBound = withPointer(to: &address) { pointer, size in
            var size = size
            return bind(socket, pointer, size) == 0 && getsockname(socket, pointer, &size) == 0
        }
        guard isBound else { throw SocketFailure("bind", closing: socket) }
        return (socket, Int(UInt16(bigEndian: address.sin_port)))
    }

    /// A socket that listens.
    static func listener(port: Int = 0) throws(SocketFailure) -> (socket: Int32, port: Int) {
        let (socket, port) = try bound(port: port)
        guard listen(socket, 64) == 0 else { throw SocketFailure("listen", closing: socket) }
        return (socket, port)
    }

    /// The next client of a listener; `nil` once the listener is shut down.
    static func accept(_ listener: Int32) -> Int32? {
        let client = Glibc.accept(listener, nil, nil)
        guard client >= 0 else { return nil }
        // Or somebody would wait in vain for the end of a connection that a child has open, too.
        _ = fcntl(client, F_SETFD, FD_CLOEXEC)
        return client
    }

    /// A socket connected to a port.
    static func connection(to port: Int) throws(SocketFailure) -> Int32 {
        let socket = newSocket()
        var address = address(port)
        guard withPointer(to: &address, { connect(socket, $0, $1) }) == 0 else {
            throw SocketFailure("connect", closing: socket)
        }
        return socket
    }

    /// Sends all the bytes.
    ///
    /// - Returns: false when the other end has gone.
    @discardableResult
    static func send(_ socket: Int32, _ bytes: [UInt8]) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes {
                Glibc.send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }

    /// Waits until the other end closes.
    ///
    /// - Parameter milliseconds: the longest wait; −1 is for ever.
    static func isClosed(_ socket: Int32, within milliseconds: Int32) -> Bool {
        var wait = pollfd(fd: socket, events: Int16(POLLIN), revents: 0)
        guard poll(&wait, 1, milliseconds) > 0 else { return false }
        var byte: UInt8 = 0
        return recv(socket, &byte, 1, 0) <= 0
    }

    private static func newSocket() -> Int32 {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var on: Int32 = 1
        setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &on, socklen_t(MemoryLayout<Int32>.size))
        return descriptor
    }

    private static func address(_ port: Int) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(port).bigEndian
        address.sin_addr.s_addr = INADDR_LOOPBACK.bigEndian
        return address
    }

    private static func withPointer<T>(
        to address: inout sockaddr_in,
        _ body: (UnsafeMutablePointer<sockaddr>, socklen_t) -> T
    ) -> T {
        withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                body($0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
    }
}

/// A refusal of the system to bind, listen or connect a socket.
public struct SocketFailure: Error, CustomStringConvertible {
    public let call: String
    public let code: Int32

    /// Takes `errno`, and closes the socket then.
    fileprivate init(_ call: String, closing socket: Int32) {
        self.call = call
        code = errno
        close(socket)
    }

    public var description: String { "\(call): \(String(cString: strerror(code)))" }
}

/// A port of 127.0.0.1 that nobody else gets for as long as this is held, and that nobody listens on by itself.
///
/// The port is bound with `SO_REUSEADDR` and does not listen, so a program that sets this option too, as servers do, can listen
/// on it: it is handed over and never free in between. Whoever connects before is refused.
public final class ReservedPort: Sendable {
    public let port: Int
    private let socket: Int32

    public init() throws { (socket, port) = try Loopback.bound() }

    deinit { close(socket) }
}
