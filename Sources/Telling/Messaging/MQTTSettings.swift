public import Broker
public import Civil

/// A broker, the login there, and the topics to publish under.
public struct MQTTSettings: Sendable {
    public var broker: BrokerAddress
    public var login: BrokerLogin
    /// What all topics begin with.
    public var baseTopic = "kilovakt"
    /// What Home Assistant's discovery topics begin with; `nil` announces nothing.
    public var discoveryPrefix: String? = "homeassistant"
    /// Whether `<id>/set/…` is followed: who may write to the broker may change these then.
    public var takesCommands = false
    /// What Home Assistant's sensors are called in.
    public var language = Language.nb
    /// Says when days and months begin.
    public var calendar = LocalCalendar(fixedOffsetSeconds: 3_600)
    /// Whether the meter's frames are published as they are, for other programs: nobody needs them that reads what they
    /// say.
    public var publishesRawFrames = false
    /// What is published for programs that know another one's topics.
    public var compatibility: Compatibility?
    /// The name that the broker knows this client by; two clients of one name throw each other out.
    public var clientID = "kilovakt"

    /// Reads a broker's address: see `BrokerURL`.
    public init(url: String) throws(BrokerURLError) {
        let url = try BrokerURL(url)
        broker = url.address
        login = BrokerLogin(user: url.user, password: url.password)
    }

    /// `host:port`: all of the address that a log may show.
    public var place: String { broker.place }

    /// Checks what the types do not say: topics without wildcards, a certificate with its key.
    ///
    /// - Throws: what is not allowed, and what is.
    public func validate() throws(MQTTSettingsError) {
        guard Self.isTopicBase(baseTopic) else { throw .topic("the base topic", baseTopic) }
        if let discoveryPrefix, !Self.isTopicBase(discoveryPrefix) {
            throw .topic("the discovery prefix", discoveryPrefix)
        }
        guard (login.certificateFile == nil) == (login.keyFile == nil) else { throw .certificateWithoutKey }
    }

    private static func isTopicBase(_ text: String) -> Bool {
        !text.isEmpty && !text.hasPrefix("/") && !text.hasSuffix("/") && !text.hasPrefix("$")
            && !text.unicodeScalars.contains { "+#".unicodeScalars.contains($0) || $0.value < 0x20 }
    }
}

// MARK: - Without the password

extension MQTTSettings: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// `mqtts://host:port`, without user and password.
    public var description: String { broker.description }
    public var debugDescription: String { description }
    /// `dump` and `Mirror` are ways into a log, too.
    public var customMirror: Mirror { Mirror(self, children: ["broker": description, "base": baseTopic]) }
}
