/// The place of an MQTT broker.
public struct BrokerAddress: Sendable, Hashable {
    /// A name or an address; an IPv6 address without brackets.
    public var host: String
    public var port: UInt16
    /// Encrypted, and the broker has to show a certificate.
    public var usesTLS: Bool

    public init(host: String, port: UInt16, usesTLS: Bool = false) {
        self.host = host
        self.port = port
        self.usesTLS = usesTLS
    }

    /// The port of brokers that are given without one.
    package static func usualPort(usesTLS: Bool) -> UInt16 { usesTLS ? 8_883 : 1_883 }

    /// `host:port`
    package var place: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }
}

extension BrokerAddress: CustomStringConvertible {
    /// `mqtts://host:port`
    public var description: String { "\(usesTLS ? "mqtts" : "mqtt")://\(place)" }
}
