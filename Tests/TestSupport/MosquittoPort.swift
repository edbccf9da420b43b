import Foundation

/// Ports and sockets of this machine, for brokers and what stands before them.
enum MosquittoPort {
    /// A port that nobody listens on.
    static func free() throws -> Int {
        let (socket, port) = try bound()
        close(socket)
        return port
    }

    /// A socket that listens on a free port.
    static func listener() throws -> (socket: Int32, port: Int) {
        let (socket, port) = try bound()
        guard listen(socket, 16) == 0 else { throw failure("listen") }
        return (socket, port)
    }

    /// A connection to a port.
    static func connection(to port: Int) -> Int32? {
        let socket = newSocket()
        var address = loopback(port)
        let result = withAddress(&address) { connect(socket, $0, $1) }
        guard result == 0 else {
            close(socket)
            return nil
        }
        return socket
    }

    private static func bound() throws -> (socket: Int32, port: Int) {
        let socket = newSocket()
        var address = loopback(0)
        guard withAddress(&address, { bind(socket, $0, $1) }) == 0 else { throw failure("bind") }
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        guard withAddress(&address, { pointer, _ in getsockname(socket, pointer, &size) }) == 0 else {
            throw failure("getsockname")
        }
        return (socket, Int(UInt16(bigEndian: address.sin_port)))
    }

    private static func newSocket() -> Int32 {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var on: Int32 = 1
        setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &on, socklen_t(MemoryLayout<Int32>.size))
        return descriptor
    }

    private static func loopback(_ port: Int) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(port).bigEndian
        address.sin_addr.s_addr = INADDR_LOOPBACK.bigEndian
        return address
    }

    private static func withAddress<T>(
        _ address: inout sockaddr_in,
        _ body: (UnsafeMutablePointer<sockaddr>, socklen_t) -> T
    ) -> T {
        withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                body($0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
    }

    private static func failure(_ what: String) -> MosquittoFailure {
        MosquittoFailure(description: "\(what): \(String(cString: strerror(errno)))")
    }
}
