/// What a display shows instead of the password: it reads, and can do nothing else.
public struct AccessToken: Sendable {
    let text: String

    /// - Parameter text: 16 to 256 characters that need no escaping in an address: letters, digits, `-`, `.`, `_`, `~`.
    public init(_ text: String) throws(AccessTokenError) {
        guard text.unicodeScalars.allSatisfy(Self.isAllowed) else { throw .characters }
        guard (16...256).contains(text.unicodeScalars.count) else { throw .length }
        self.text = text
    }

    private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "A"..."Z", "a"..."z", "0"..."9", "-", ".", "_", "~": true
        default: false
        }
    }
}

extension AccessToken: CustomStringConvertible, CustomReflectable {
    public var description: String { "token" }
    public var customMirror: Mirror { Mirror(self, children: []) }
}

/// A token that cannot be used. It does not hold it.
public enum AccessTokenError: Error, Sendable, Hashable, CustomStringConvertible {
    case length
    case characters

    public var description: String {
        let advice = "openssl rand -hex 24 makes a good one"
        switch self {
        case .length: return "a token has 16 to 256 characters; \(advice)"
        case .characters: return "a token has letters, digits, - . _ and ~ alone; \(advice)"
        }
    }
}
