/// Where a meter's bytes come from, as the configuration names it.
public enum Source: Sendable, Equatable {
    /// A serial adapter.
    case serial(SerialSource)
    /// A serial server or a bridge: `tcp://host:port`.
    case tcp(host: String, port: UInt16)
    /// A capture: `file:PATH`.
    case file(path: String)

    /// - Parameter text: `serial:auto`, `serial:/dev/serial/by-id/…?baud=2400&parity=even`, `tcp://host:port`, `file:PATH`.
    public init(_ text: String) throws(SourceError) {
        guard let colon = text.firstIndex(of: ":") else { throw SourceError(text, SourceError.schemes) }
        let rest = String(text[text.index(after: colon)...])
        switch text[..<colon] {
        case "serial": self = .serial(try SerialSource(rest, in: text))
        case "tcp": self = try Self.tcp(rest, in: text)
        case "file":
            guard !rest.isEmpty else { throw SourceError(text, "name the capture: file:/path/to/capture") }
            self = .file(path: rest)
        default: throw SourceError(text, SourceError.schemes)
        }
    }

    private static func tcp(_ rest: String, in text: String) throws(SourceError) -> Source {
        let wanted = "expected tcp://host:port, with an IPv6 address in brackets and a port from 1 to 65535"
        guard rest.hasPrefix("//"), let colon = rest.lastIndex(of: ":") else {
            throw SourceError(text, wanted)
        }
        var host = String(rest[rest.index(rest.startIndex, offsetBy: 2)..<colon])
        guard let port = UInt16(rest[rest.index(after: colon)...]), port > 0 else {
            throw SourceError(text, wanted)
        }
        if host.hasPrefix("["), host.hasSuffix("]") {
            host = String(host.dropFirst().dropLast())
        } else if host.contains(":") || host.contains("/") {
            throw SourceError(text, wanted)
        }
        guard !host.isEmpty else { throw SourceError(text, wanted) }
        return .tcp(host: host, port: port)
    }
}

/// A serial line and how it is set.
public struct SerialSource: Sendable, Equatable {
    /// The device; `nil` takes the first USB adapter there is.
    public var path: String?
    /// Bits a second, one of `SerialLine.speeds`.
    public var baud: Int
    /// `nil` finds it out: even and none, in turn, until messages come.
    public var parity: Parity?

    public init(path: String?, baud: Int = 2_400, parity: Parity? = nil) {
        self.path = path
        self.baud = baud
        self.parity = parity
    }

    /// - Parameter rest: what follows `serial:`.
    init(_ rest: String, in text: String) throws(SourceError) {
        let parts = rest.split(separator: "?", maxSplits: 1).map(String.init)
        guard let path = parts.first else {
            throw SourceError(text, "name the device: serial:auto or serial:/dev/serial/by-id/…")
        }
        self.init(path: path == "auto" ? nil : path)
        guard parts.count == 2 else { return }
        for option in parts[1].split(separator: "&") {
            let pair = option.split(separator: "=", maxSplits: 1).map(String.init)
            try set(pair[0], pair.count == 2 ? pair[1] : "", in: text)
        }
    }

    private mutating func set(_ key: String, _ value: String, in text: String) throws(SourceError) {
        switch key {
        case "baud":
            guard let baud = Int(value), SerialLine.speeds[baud] != nil else {
                let allowed = SerialLine.speeds.keys.sorted().map(String.init).joined(separator: ", ")
                throw SourceError(text, "baud=\(value) is not allowed; allowed: \(allowed)")
            }
            self.baud = baud
        case "parity":
            guard value == "auto" || Parity(rawValue: value) != nil else {
                throw SourceError(text, "parity=\(value) is not allowed; allowed: even, none, odd, auto")
            }
            parity = Parity(rawValue: value)
        default: throw SourceError(text, "unknown key \(key); allowed: baud, parity")
        }
    }
}

/// The parity bit of a serial line.
public enum Parity: String, Sendable, Equatable, CaseIterable {
    case even
    case none
    case odd

    /// Eight bits, this parity, one stop bit: `8E1`.
    var format: String {
        switch self {
        case .even: "8E1"
        case .none: "8N1"
        case .odd: "8O1"
        }
    }
}

/// A source that cannot be one.
public struct SourceError: Error, Sendable, Equatable, CustomStringConvertible {
    public var text: String
    public var reason: String

    init(_ text: String, _ reason: String) {
        self.text = text
        self.reason = reason
    }

    static let schemes = """
        allowed: serial:auto, serial:/dev/serial/by-id/…?baud=2400&parity=even, tcp://host:port, file:PATH
        """

    public var description: String { "\(text): \(reason)" }
}
