/// Settings that no broker can be reached with. No case repeats the address that was given: a password may be in it.
public enum MQTTSettingsError: Error, Sendable, Hashable {
    /// A topic that is empty, or with wildcards, or with a slash at an end. Which, and what it is.
    case topic(String, String)
    /// A client certificate without its key, or a key without its certificate.
    case certificateWithoutKey
}

extension MQTTSettingsError: CustomStringConvertible {
    /// What is wrong and what is allowed.
    public var description: String {
        switch self {
        case .topic(let what, let text):
            "\(what) \"\(text)\" cannot be the beginning of a topic; allowed is a text without + and #, "
                + "that neither begins nor ends with / and does not begin with $"
        case .certificateWithoutKey: "a client certificate needs its key: set both files or neither"
        }
    }
}
