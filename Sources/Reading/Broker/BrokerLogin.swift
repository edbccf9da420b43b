/// The user that a broker is told, and the certificates on both sides.
public struct BrokerLogin: Sendable {
    public var user: String?
    /// Never part of a description, an error or a log line.
    public var password: String?
    /// PEM file of the authority that signed the broker's certificate; `nil` takes the system's authorities.
    public var authorityFile: String?
    /// PEM file of this client's certificate, for brokers that ask for one; goes with `keyFile`.
    public var certificateFile: String?
    /// PEM file of the certificate's private key, without a pass phrase.
    public var keyFile: String?
    /// The keys of the configuration that all of this was read from.
    package var keys = BrokerKeys.mqtt

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

/// The configuration's keys that a message about a broker names, so that a person knows what to change.
package struct BrokerKeys: Sendable, Hashable {
    package let address: String
    package let user: String
    package let password: String
    package let authority: String
    package let certificate: String
    package let key: String

    /// The section of the broker that everything is published to.
    package static let mqtt = BrokerKeys(
        address: "mqtt.url",
        user: "mqtt.user",
        password: "mqtt.password",
        authority: "mqtt.ca",
        certificate: "mqtt.certificate",
        key: "mqtt.key"
    )

    /// A meter whose source names a broker of its own.
    package static let meter = BrokerKeys(
        address: "the meter's source",
        user: "the meter's user",
        password: "the meter's password",
        authority: "the meter's authority_file",
        certificate: "the client's certificate",
        key: "the client's key"
    )
}
