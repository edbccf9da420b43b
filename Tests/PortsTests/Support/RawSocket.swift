import Glibc

@testable import Ports

/// A TCP client of the system's own calls, so that the outlet is not tested against our own port.
final class RawClient: Sendable {
    private let descriptor: Int32

    init(port: UInt16) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var limit = timeval(tv_sec: 20, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        let address = try TCPAddress(host: "127.0.0.1", port: port).resolve()[0]
        let number = descriptor
        guard address.withPointer({ connect(number, $0, $1) }) == 0 else {
            throw TemporaryFolder.Refused(code: errno)
        }
    }

    deinit { close(descriptor) }

    /// Up to so many bytes; fewer when the other end closes, none too when nothing comes for 20 s.
    func read(_ count: Int) -> [UInt8] {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while bytes.count < count {
            let received = recv(descriptor, &buffer, min(buffer.count, count - bytes.count), 0)
            guard received > 0 else { break }
            bytes += buffer[..<received]
        }
        return bytes
    }
}

/// A TCP server that takes one client.
final class RawServer: Sendable {
    private let listener: Int32
    let port: UInt16

    init() throws {
        listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var limit = timeval(tv_sec: 20, tv_usec: 0)
        setsockopt(listener, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let number = listener
        let isListening = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(number, $0, size) == 0 && listen(number, 4) == 0 && getsockname(number, $0, &size) == 0
            }
        }
        guard isListening else { throw TemporaryFolder.Refused(code: errno) }
        port = UInt16(bigEndian: address.sin_port)
    }

    deinit { close(listener) }

    /// Takes a client and waits until it closes its end, whatever it says before.
    ///
    /// - Parameter whenThere: is called with its descriptor when the client has come.
    /// - Returns: `false` when none came, or it did not close within 20 s.
    func waitForClientToLeave(whenThere: (Int32) -> Void = { _ in }) -> Bool {
        let client = accept(listener, nil, nil)
        guard client >= 0 else { return false }
        defer { close(client) }
        var limit = timeval(tv_sec: 20, tv_usec: 0)
        setsockopt(client, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        whenThere(client)
        var bytes = [UInt8](repeating: 0, count: 64)
        var count = 0
        repeat { count = recv(client, &bytes, bytes.count, 0) } while count > 0
        return count == 0
    }
}
