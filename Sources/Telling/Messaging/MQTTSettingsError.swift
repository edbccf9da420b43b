/// Settings that no broker can be reached with. No case repeats the address that was given: a password may be in it.
public enum MQTTSettingsError: Error, Sendable, Hashable {
    /// It cannot be read as an address at all.
    case notAnAddress
    /// Neither `mqtt` nor `mqtts` before `://`.
    case scheme
    /// No host.
    case host
    /// A port outside 1...65535.
    case port
    /// Something after host and port.
    case rest
    /// MQTT 3.1.1 has no password without a user.
    case passwordWithoutUser
    /// A topic that is empty, or with wildcards, or with a slash at an end. Which, and what it is.
    case topic(String, String)
    /// A client certificate without its key, or a key without its certificate.
    case certificateWithoutKey
}

extension MQTTSettingsError: CustomStringConvertible {
    /// What is wrong and what is allowed.
    public var description: String {
        switch self {
        case .notAnAddress:
            "not an address; \(Self.allowed); in user and password, write characters such as # / @ : as %23 %2F %40 %3A"
        case .scheme: "begins with neither mqtt:// nor mqtts://; \(Self.allowed)"
        case .host: "has no host; \(Self.allowed)"
        case .port: "has a port outside 1 to 65535; \(Self.allowed)"
        case .rest: "goes on after host and port; \(Self.allowed), and topics are set by keys of their own"
        case .passwordWithoutUser: "has a password without a user; \(Self.allowed)"
        case .topic(let what, let text):
            "\(what) \"\(text)\" cannot be the beginning of a topic; allowed is a text without + and #, "
                + "that neither begins nor ends with / and does not begin with $"
        case .certificateWithoutKey: "a client certificate needs its key: set both files or neither"
        }
    }

    private static let allowed = "allowed is mqtt://host, mqtt://user:password@host:1883 or mqtts://host:8883"
}
