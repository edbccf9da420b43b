import Glibc

/// Where a TCP server is.
struct TCPAddress: Sendable, CustomStringConvertible {
    /// A name or an address, IPv6 without brackets.
    var host: String
    var port: UInt16

    var description: String { Source.tcp(host: host, port: port).description }

    /// The socket addresses to try, in the resolver's order. Blocks for as long as the name servers take.
    func resolve(isPassive: Bool = false) throws(PortError) -> [SocketAddress] {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        hints.ai_flags = isPassive ? AI_PASSIVE : 0
        var list: UnsafeMutablePointer<addrinfo>?
        let code = getaddrinfo(host, String(port), &hints, &list)
        guard code == 0 else {
            throw .hostNotFound(address: description, reason: String(cString: gai_strerror(code)))
        }
        defer { freeaddrinfo(list) }
        var addresses: [SocketAddress] = []
        var next = list
        while let info = next?.pointee {
            if let address = SocketAddress(info) { addresses.append(address) }
            next = info.ai_next
        }
        return addresses
    }
}

/// A socket address of any family.
struct SocketAddress {
    let family: Int32
    private var storage: sockaddr_storage
    private let length: socklen_t

    init?(_ info: addrinfo) {
        guard let address = info.ai_addr, Int(info.ai_addrlen) <= MemoryLayout<sockaddr_storage>.size else {
            return nil
        }
        family = info.ai_family
        storage = sockaddr_storage()
        length = info.ai_addrlen
        withUnsafeMutableBytes(of: &storage) {
            $0.copyMemory(from: UnsafeRawBufferPointer(start: address, count: Int(info.ai_addrlen)))
        }
    }

    /// Calls with the address as the system wants it.
    func withPointer<R>(_ body: (UnsafePointer<sockaddr>, socklen_t) -> R) -> R {
        withUnsafePointer(to: storage) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, length) }
        }
    }

    /// A new socket of this family that does not block.
    func makeSocket(place: String) throws(PortError) -> Descriptor {
        let kind = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue)
        let number = socket(family, kind, 0)
        guard number >= 0 else { throw .system(action: "make a socket", place: place, code: errno) }
        return Descriptor(number)
    }
}

/// Sets a socket's option to a number; where the system does not know it, the socket works without.
func setOption(
    _ option: Int32,
    level: Int32 = SOL_SOCKET,
    to value: Int32,
    of descriptor: borrowing Descriptor
) {
    var value = value
    setsockopt(descriptor.number, level, option, &value, socklen_t(MemoryLayout<Int32>.size))
}
