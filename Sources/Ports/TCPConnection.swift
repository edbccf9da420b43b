import Glibc

/// A connection to a serial server.
enum TCPConnection {
    private static let timeoutMilliseconds: Int32 = 10_000

    /// Connects to the first address of the host that answers.
    static func open(host: String, port: UInt16, wake: WakeUp) throws(PortError) -> FileDescriptor {
        let place = "\(host):\(port)"
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var addresses: UnsafeMutablePointer<addrinfo>?
        let code = getaddrinfo(host, String(port), &hints, &addresses)
        guard code == 0 else { throw PortError(place, .unknownHost(String(cString: gai_strerror(code)))) }
        defer { freeaddrinfo(addresses) }
        var failure = PortError(place, .timedOut)
        var next = addresses
        while let address = next?.pointee {
            do throws(PortError) {
                return try connect(address, place, wake)
            } catch {
                failure = error
            }
            next = address.ai_next
        }
        throw failure
    }

    private static func connect(
        _ address: addrinfo,
        _ place: String,
        _ wake: WakeUp
    ) throws(PortError) -> FileDescriptor {
        let kind = Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
        let number = socket(address.ai_family, kind, 0)
        guard number >= 0 else { throw PortError(place, .device(.last)) }
        let file = FileDescriptor(owning: number)
        // A server that was switched off without a word is noticed by this alone.
        setOption(number, SOL_SOCKET, SO_KEEPALIVE, 1)
        setOption(number, Int32(IPPROTO_TCP), TCP_KEEPIDLE, 30)
        setOption(number, Int32(IPPROTO_TCP), TCP_KEEPINTVL, 10)
        setOption(number, Int32(IPPROTO_TCP), TCP_KEEPCNT, 3)
        if Glibc.connect(number, address.ai_addr, address.ai_addrlen) == 0 { return file }
        guard errno == EINPROGRESS else { throw PortError(place, .device(.last)) }
        var waiting = pollfd(fd: number, events: Int16(POLLOUT), revents: 0)
        guard poll(&waiting, 1, timeoutMilliseconds) > 0 else { throw PortError(place, .timedOut) }
        var code: Int32 = 0
        var size = socklen_t(MemoryLayout<Int32>.size)
        getsockopt(number, SOL_SOCKET, SO_ERROR, &code, &size)
        guard code == 0 else { throw PortError(place, .device(SystemError(code: code))) }
        return file
    }

    static func setOption(_ number: Int32, _ level: Int32, _ name: Int32, _ value: Int32) {
        var value = value
        setsockopt(number, level, name, &value, socklen_t(MemoryLayout<Int32>.size))
    }
}
