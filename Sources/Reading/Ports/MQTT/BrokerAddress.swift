/// Where an MQTT broker is.
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
}

extension BrokerAddress: CustomStringConvertible {
    /// `mqtts://host:port`
    public var description: String {
        let place = host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
        return "\(usesTLS ? "mqtts" : "mqtt")://\(place)"
    }
}

/// As whom a topic is read, and whom to trust.
public struct BrokerLogin: Sendable {
    public var user: String?
    /// Never part of a description, an error or a log line.
    public var password: String?
    /// PEM file of the authority that signed the broker's certificate; `nil` takes the system's authorities.
    public var authorityFile: String?
    /// PEM file of this client's certificate, for brokers that ask for one; goes with `keyFile`.
    public var certificateFile: String?
    public var keyFile: String?

    public init(
        user: String? = nil,
        password: String? = nil,
        authorityFile: String? = nil,
        certificateFile: String? = nil,
        keyFile: String? = nil
    ) {
        self.user = user
        self.password = password
        self.authorityFile = authorityFile
        self.certificateFile = certificateFile
        self.keyFile = keyFile
    }
}

extension BrokerLogin: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String { user == nil ? "nobody" : "a user" }
    public var debugDescription: String { description }
    /// `dump` and `Mirror` are ways into a log, too.
    public var customMirror: Mirror { Mirror(self, children: ["login": description]) }
}
