/// Mistakes in the text of a source, with what is allowed.
public struct SourceError: Error, Sendable, Hashable {
    /// The whole text as it was given.
    public var text: String
    public var reason: Reason

    public enum Reason: Error, Sendable, Hashable {
        /// There is no `scheme:` at the start.
        case noScheme
        case unknownScheme(String)
        /// A source that the daemon may have, but not one of bytes from a port.
        case notAPort(String)
        /// After `serial:` stands neither `auto` nor an absolute path.
        case deviceNotAPath(String)
        case noHostAndPort
        /// An IPv6 address must stand in brackets, or its port cannot be told.
        case addressWithoutBrackets
        case noPath
        /// A user or a password in the address of a broker.
        case loginInSource
        /// `mqtts:` without a host.
        case noBroker
        /// A topic that is empty, or has wildcards or control characters in it.
        case notATopic(String)
        case unknownKey(String, allowed: String)
        case repeatedKey(String)
        case badValue(key: String, value: String, allowed: String)
    }
}

extension SourceError: CustomStringConvertible {
    public var description: String { "source \"\(text)\": \(reason)" }
}

extension SourceError.Reason: CustomStringConvertible {
    private static let schemes = "serial:auto, serial:/dev/…, tcp://host:port, mqtt://topic or file:PATH"

    public var description: String {
        switch self {
        case .noScheme: "does not say what kind of source it is; allowed are \(Self.schemes)"
        case .unknownScheme(let scheme): "unknown kind \"\(scheme):\"; allowed are \(Self.schemes)"
        case .notAPort(let scheme):
            "\"\(scheme):\" is not read through a port; allowed here are \(Self.schemes)"
        case .deviceNotAPath(let device):
            "\"\(device)\" is not a device; allowed are auto and a full path such as /dev/serial/by-id/…"
        case .noHostAndPort: "needs a host and a port, as in tcp://192.168.1.20:23"
        case .addressWithoutBrackets: "an IPv6 address must stand in brackets, as in tcp://[fe80::1]:23"
        case .noPath: "needs a path, as in file:/home/pi/meter.txt, or file:- for standard input"
        case .loginInSource:
            "user and password do not belong in an address; write user: and password: beside source:"
        case .noBroker: "needs a host and a topic, as in mqtts://broker.example:8883/tibber/pulse"
        case .notATopic(let topic):
            "\"\(topic)\" is not a topic to read from; give one without + and #, as in mqtt://tibber/pulse"
        case .unknownKey(let key, let allowed): "unknown key \"\(key)\"; allowed are \(allowed)"
        case .repeatedKey(let key): "\"\(key)\" is given twice"
        case .badValue(let key, let value, let allowed): "\(key) \"\(value)\" is not allowed; give \(allowed)"
        }
    }
}
