public import Civil

/// Which broker, as whom, and under which topics.
public struct MQTTSettings: Sendable {
    /// A name or an address; an IPv6 address without brackets.
    public var host: String
    /// 1...65535.
    public var port: Int
    /// `mqtts://`: encrypted, and the broker has to show a certificate.
    public var usesTLS: Bool
    public var user: String?
    /// Never part of a description, an error or a log line.
    public var password: String?
    /// PEM file of the authority that signed the broker's certificate; `nil` takes the system's authorities.
    public var authorityFile: String?
    /// PEM file of this client's certificate, for brokers that ask for one; goes with `keyFile`.
    public var certificateFile: String?
    /// PEM file of the certificate's private key, without a pass phrase.
    public var keyFile: String?
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
    /// Whether the meter's frames are published as they are, for other programs: nobody needs them that reads what they say.
    public var publishesRawFrames = false
    /// What is published for programs that know another one's topics.
    public var compatibility: Compatibility?
    /// The name that the broker knows this client by; two clients of one name throw each other out.
    public var clientID = "kilovakt"

    /// `host:port`: all of the address that a log may show.
    public var place: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }

    /// A client id that stays the same for as long as `stableName` does: a broker sees one client come back, not a new one
    /// at each start.
    ///
    /// Every broker takes ids of 1 to 23 letters and digits (MQTT 3.1.1, 3.1.3.1), hence a hash (64-bit FNV-1a) and not the
    /// name itself.
    ///
    /// - Parameter stableName: what tells this installation from others, such as the text of `/etc/machine-id`.
    public static func clientID(from stableName: String) -> String {
        let hash = stableName.utf8.reduce(0xcbf2_9ce4_8422_2325 as UInt64) { hash, byte in
            (hash ^ UInt64(byte)) &* 0x100_0000_01b3
        }
        let digits = String(hash, radix: 16)
        return "kilovakt" + (String(repeating: "0", count: 16 - digits.count) + digits).prefix(15)
    }

    /// Checks what the types do not say: topics without wildcards, a certificate with its key.
    ///
    /// - Throws: what is not allowed, and what is.
    public func validate() throws(MQTTSettingsError) {
        guard (1...65_535).contains(port) else { throw .port }
        guard Self.isTopicBase(baseTopic) else { throw .topic("the base topic", baseTopic) }
        if let discoveryPrefix, !Self.isTopicBase(discoveryPrefix) {
            throw .topic("the discovery prefix", discoveryPrefix)
        }
        guard (certificateFile == nil) == (keyFile == nil) else { throw .certificateWithoutKey }
    }

    private static func isTopicBase(_ text: String) -> Bool {
        !text.isEmpty && !text.hasPrefix("/") && !text.hasSuffix("/") && !text.hasPrefix("$")
            && !text.unicodeScalars.contains { "+#".unicodeScalars.contains($0) || $0.value < 0x20 }
    }
}

// MARK: - Without the password

extension MQTTSettings: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// `mqtts://host:port`, without user and password.
    public var description: String { "\(usesTLS ? "mqtts" : "mqtt")://\(place)" }
    public var debugDescription: String { description }
    /// `dump` and `Mirror` are ways into a log, too.
    public var customMirror: Mirror { Mirror(self, children: ["broker": description, "base": baseTopic]) }
}
