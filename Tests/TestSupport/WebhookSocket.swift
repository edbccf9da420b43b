import Glibc

/// The few socket calls of `WebhookServer`.
enum WebhookSocket {
    static func listen(port: UInt16) throws(WebhookServer.CouldNotListen) -> (socket: Int32, port: UInt16) {
        let socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var yes: Int32 = 1
        setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafeMutablePointer(to: &address) { address in
            address.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                bind(socket, address, size) == 0 && Glibc.listen(socket, 64) == 0
                    && getsockname(socket, address, &size) == 0
            }
        }
        guard isBound else {
            let errorNumber = errno
            close(socket)
            throw WebhookServer.CouldNotListen(errorNumber: errorNumber)
        }
        return (socket, UInt16(bigEndian: address.sin_port))
    }

    /// - Returns: `nil` when the client went before it was whole, or asked for more than a mebibyte.
    static func readRequest(_ connection: Int32) -> WebhookRequest? {
        var bytes: [UInt8] = []
        var block = [UInt8](repeating: 0, count: 1 << 14)
        while bytes.count < 1 << 20 {
            let count = recv(connection, &block, block.count, 0)
            guard count > 0 else { return nil }
            bytes += block.prefix(count)
            if let request = WebhookRequest(bytes) { return request }
        }
        return nil
    }

    /// - Returns: false when the client has gone.
    @discardableResult
    static func send(_ connection: Int32, _ bytes: [UInt8]) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes {
                Glibc.send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }

    /// Waits so many milliseconds, -1 for ever, for the client to close.
    static func isClosed(_ connection: Int32, within milliseconds: Int32) -> Bool {
        var poll = pollfd(fd: connection, events: Int16(POLLIN), revents: 0)
        guard Glibc.poll(&poll, 1, milliseconds) > 0 else { return false }
        var byte: UInt8 = 0
        return recv(connection, &byte, 1, 0) <= 0
    }
}
