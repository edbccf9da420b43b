import Foundation

/// Which broker, as whom, and under which topics.
public struct MQTTSettings: Sendable {
    public var host: String
    public var port: Int
    /// `mqtts://`: encrypted, and the broker has to show a certificate.
    public var usesTLS: Bool
    public var user: String?
    public var password: String?
    /// PEM file of the authority that signed the broker's certificate; `nil` takes the system's.
    public var authorityFile: String?
    /// What all topics begin with.
    public var baseTopic = "kilovakt"
    /// What Home Assistant's discovery topics begin with; `nil` announces nothing.
    public var discoveryPrefix: String? = "homeassistant"
    /// The name that the broker knows this client by; two clients of one name throw each other out.
    public var clientID = "kilovakt"

    /// - Parameter url: `mqtt://host`, `mqtt://user:password@host:1883`, `mqtts://host`.
    public init(url: String) throws(MQTTSettingsError) {
        guard let parts = URLComponents(string: url), let scheme = parts.scheme, let host = parts.host,
            !host.isEmpty,
            ["mqtt", "mqtts"].contains(scheme), parts.path.isEmpty || parts.path == "/", parts.query == nil
        else { throw MQTTSettingsError() }
        usesTLS = scheme == "mqtts"
        // URLComponents leaves an IPv6 address in its brackets.
        self.host = host.hasPrefix("[") ? String(host.dropFirst().dropLast()) : host
        port = parts.port ?? (usesTLS ? 8_883 : 1_883)
        guard (1...65_535).contains(port) else { throw MQTTSettingsError() }
        user = parts.user
        password = parts.password
    }

    /// `host:port`: all that a log may show.
    public var place: String { "\(host):\(port)" }
}

/// An address that is no broker's. It does not repeat what was given: a password may be in it.
public struct MQTTSettingsError: Error, Sendable, CustomStringConvertible {
    public var description: String {
        "not a broker's address; expected mqtt://host, mqtt://user:password@host:1883 or mqtts://host"
    }
}
