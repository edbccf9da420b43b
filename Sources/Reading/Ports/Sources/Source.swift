public import Broker

/// Where a meter's bytes come from, as the configuration writes it.
///
///     serial:auto
///     serial:/dev/serial/by-id/…?baud=2400&parity=even
///     tcp://host:port            tcp://[::1]:port
///     mqtt://host:port/topic     mqtts://host/topic     mqtt://topic   (of the broker that is configured)
///     file:PATH                  file:-   (standard input)
public enum Source: Sendable, Hashable {
    case serial(SerialDevice, SerialSettings)
    /// A host name or an address (IPv6 without brackets) and a port from 1 to 65535.
    case tcp(host: String, port: UInt16)
    /// What is published under a topic; `nil` is the broker that the configuration names for everything else.
    case mqtt(topic: String, broker: BrokerAddress?)
    /// A capture in any of its formats.
    case file(path: String)
}

/// Which serial device.
public enum SerialDevice: Sendable, Hashable {
    /// The first USB serial adapter that is found.
    case auto
    case path(String)
}

/// How a serial line is set; bytes have 8 bits and 1 stop bit always.
public struct SerialSettings: Sendable, Hashable {
    /// One of `SerialFormat.bauds`.
    public var baud: Int
    public var parity: ParitySetting

    public init(baud: Int = 2400, parity: ParitySetting = .auto) {
        self.baud = baud
        self.parity = parity
    }

    /// What to try, in order.
    var formats: [SerialFormat] {
        parity.candidates.map { SerialFormat(baud: baud, parity: $0) }
    }
}

/// A parity, or the wish to find it.
public enum ParitySetting: Sendable, Hashable {
    /// Begins with even, as most Norwegian meters send; `Port.retune()` goes on with none.
    case auto
    case fixed(Parity)

    fileprivate var candidates: [Parity] {
        switch self {
        case .auto: [.even, .none]
        case .fixed(let parity): [parity]
        }
    }
}

extension ParitySetting: CustomStringConvertible {
    /// As the configuration writes it.
    public var description: String {
        switch self {
        case .auto: "auto"
        case .fixed(let parity): parity.rawValue
        }
    }
}

extension Source: CustomStringConvertible {
    /// The text that parses back to the same source.
    public var description: String {
        switch self {
        case .serial(let device, let settings):
            let name =
                switch device {
                case .auto: "auto"
                case .path(let path): path
                }
            return "serial:\(name)?baud=\(settings.baud)&parity=\(settings.parity)"
        case .tcp(let host, let port):
            return host.contains(":") ? "tcp://[\(host)]:\(port)" : "tcp://\(host):\(port)"
        case .mqtt(let topic, let broker):
            return broker.map { "\($0)/\(topic)" } ?? "mqtt://\(topic)"
        case .file(let path):
            return "file:\(path)"
        }
    }
}
