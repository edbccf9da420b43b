import Glibc
import Synchronization

/// A TCP server that sends the same bytes to whoever is connected, as a serial-to-network adapter does.
///
/// It has no thread: the system completes connections by itself, and `send` takes them in before it writes.
public final class TCPOutlet: Sendable {
    private static let largestClientCount = 64

    fileprivate struct State: ~Copyable {
        var listener: Descriptor?
        var clients: [Client] = []
    }

    private let state: Mutex<State>
    /// The port that it listens on.
    public let port: UInt16

    /// Begins to listen.
    ///
    /// - Parameters:
    ///   - address: a host name or address of this machine; `0.0.0.0` and `::` are all of its addresses.
    ///   - port: 0 for any that is free.
    public init(address: String = "127.0.0.1", port: UInt16 = 0) throws(PortError) {
        let place = TCPAddress(host: address, port: port)
        guard let candidate = try place.resolve(isPassive: true).first else {
            throw .hostNotFound(address: place.description, reason: "no address")
        }
        let listener = try candidate.makeSocket(place: place.description)
        let number = listener.number
        setOption(SO_REUSEADDR, to: 1, of: listener)
        guard candidate.withPointer({ bind(number, $0, $1) }) == 0, listen(number, 16) == 0 else {
            throw .system(action: "listen", place: place.description, code: errno)
        }
        self.port = try listener.boundPort(place: place.description)
        state = Mutex(State(listener: listener))
    }

    /// Sends bytes to every client. One that does not take all of them at once is dropped: a reader that hangs would
    /// else get half a message.
    ///
    /// - Returns: how many clients got them.
    @discardableResult
    public func send(_ bytes: [UInt8]) -> Int {
        state.withLock { state in
            state.acceptAll(limit: Self.largestClientCount)
            state.clients.removeAll { !$0.send(bytes) }
            return state.clients.count
        }
    }

    /// Stops listening and closes every connection. More than once does no harm.
    public func close() {
        state.withLock { state in
            state.listener = nil
            state.clients = []
        }
    }
}

extension TCPOutlet.State {
    fileprivate mutating func acceptAll(limit: Int) {
        guard let number = listener?.number else { return }
        while clients.count < limit {
            let client = accept(number, nil, nil)
            guard client >= 0 else { return }
            _ = fcntl(client, F_SETFD, FD_CLOEXEC)
            _ = fcntl(client, F_SETFL, O_NONBLOCK)
            clients.append(Client(Descriptor(client)))
        }
    }
}

/// A connection, closed when it is let go.
private final class Client {
    private let descriptor: Descriptor

    init(_ descriptor: consuming Descriptor) {
        self.descriptor = descriptor
        setOption(TCP_NODELAY, level: Int32(IPPROTO_TCP), to: 1, of: self.descriptor)
    }

    /// - Returns: `false` unless the system took all of the bytes.
    func send(_ bytes: [UInt8]) -> Bool {
        Glibc.send(descriptor.number, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count
    }
}

extension Descriptor {
    fileprivate func boundPort(place: String) throws(PortError) -> UInt16 {
        var storage = sockaddr_storage()
        var size = socklen_t(MemoryLayout<sockaddr_storage>.size)
        let result = withUnsafeMutablePointer(to: &storage) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(number, $0, &size) }
        }
        guard result == 0 else { throw .system(action: "listen", place: place, code: errno) }
        // The port stands in the same place, in network order, in both families.
        return withUnsafeBytes(of: &storage) { UInt16($0[2]) << 8 | UInt16($0[3]) }
    }
}
