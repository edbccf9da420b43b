import Glibc
import Synchronization

/// A serial server for one meter: everyone who connects gets the bytes from then on.
public final class TCPOutlet: Sendable {
    /// The port that it listens on.
    public let port: UInt16
    private let listener: FileDescriptor
    private let clients = Mutex<[Int32]>([])

    /// - Parameter port: on the loopback address; 0 takes a free one.
    public init(port: UInt16) throws(PortError) {
        let place = "127.0.0.1:\(port)"
        let kind = Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
        let number = socket(AF_INET, kind, 0)
        guard number >= 0 else { throw PortError(place, .device(.last)) }
        listener = FileDescriptor(owning: number)
        TCPConnection.setOption(number, SOL_SOCKET, SO_REUSEADDR, 1)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let bound = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(number, $0, size) }
        }
        guard bound == 0, listen(number, 8) == 0 else { throw PortError(place, .device(.last)) }
        self.port = Self.boundPort(number)
    }

    deinit {
        clients.withLock { $0.forEach { close($0) } }
    }

    private static func boundPort(_ number: Int32) -> UInt16 {
        var address = sockaddr_in()
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        _ = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(number, $0, &size) }
        }
        return UInt16(bigEndian: address.sin_port)
    }

    /// Sends bytes to everyone; who does not take them at once is let go rather than waited for.
    ///
    /// - Returns: how many have them.
    @discardableResult
    public func write(_ bytes: [UInt8]) -> Int {
        clients.withLock { clients in
            while true {
                let client = accept(listener.number, nil, nil)
                guard client >= 0 else { break }
                makePrivateAndNonBlocking(client)
                TCPConnection.setOption(client, Int32(IPPROTO_TCP), TCP_NODELAY, 1)
                clients.append(client)
            }
            clients.removeAll { client in
                let isBehind = send(client, bytes, bytes.count, Int32(MSG_NOSIGNAL)) != bytes.count
                if isBehind { close(client) }
                return isBehind
            }
            return clients.count
        }
    }
}
