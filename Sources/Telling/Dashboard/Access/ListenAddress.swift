import Glibc

/// Where the dashboard listens: an address of this machine and a port.
public struct ListenAddress: Sendable, Hashable {
    /// Numeric; an IPv6 address without brackets.
    public let host: String
    /// 1...65535; in tests 0, which takes any that is free.
    public let port: Int
    /// Whether only programs of this machine reach it.
    public let isLoopback: Bool

    /// - Parameter text: `127.0.0.1:8080`, `[::1]:8080`, `localhost:8080`, or `0.0.0.0:8080` for every address of the machine.
    public init(_ text: String) throws(ListenAddressError) {
        guard let colon = text.lastIndex(of: ":") else { throw .port(text) }
        guard let port = Int(text[text.index(after: colon)...]), (1...65_535).contains(port) else {
            throw .port(text)
        }
        var host = String(text[..<colon])
        if host.hasPrefix("["), host.hasSuffix("]") {
            host = String(host.dropFirst().dropLast())
            guard host.contains(":") else { throw .host(text) }
        } else if host.contains(":") {
            throw .host(text)
        }
        // What a name means may change while the daemon runs; whether it is this machine alone must not.
        try self.init(host: host == "localhost" ? "127.0.0.1" : host, port: port)
    }

    init(host: String, port: Int) throws(ListenAddressError) {
        guard let isLoopback = Self.isLoopback(host) else { throw .host(host) }
        self.host = host
        self.port = port
        self.isLoopback = isLoopback
    }

    /// - Returns: `nil` for what is no numeric address.
    static func isLoopback(_ host: String) -> Bool? {
        var four = in_addr()
        if inet_pton(AF_INET, host, &four) == 1 { return UInt32(bigEndian: four.s_addr) >> 24 == 127 }
        var six = in6_addr()
        guard inet_pton(AF_INET6, host, &six) == 1 else { return nil }
        let bytes = withUnsafeBytes(of: six) { Array($0) }
        let zeros = [UInt8](repeating: 0, count: 10)
        // ::1, and 127.0.0.0/8 written as IPv6.
        return bytes == zeros + [0, 0, 0, 0, 0, 1] || bytes.prefix(13) == zeros + [0xFF, 0xFF, 127]
    }
}

extension ListenAddress: CustomStringConvertible {
    /// As in an address of the web.
    public var description: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }
}

/// An address that nobody can listen at.
public enum ListenAddressError: Error, Sendable, Hashable, CustomStringConvertible {
    case host(String)
    case port(String)

    public var description: String {
        let allowed =
            "allowed: an address and a port, such as 127.0.0.1:8080, [::1]:8080 or 0.0.0.0:8080; off"
        switch self {
        case .host(let text): return "\(text) has no numeric address before the port; \(allowed)"
        case .port(let text): return "\(text) does not end with a port from 1 to 65535; \(allowed)"
        }
    }
}
