import Cryptography

/// The keys of a meter that encrypts: the grid company gives them to the customer who asks (in Denmark as GPK60 and GPK61).
///
/// AES-128, security suites 0 and 1 (IEC 62056-5-3, 5.3.4). The keys never come out of here again: not in a description, a
/// dump, a mirror or an error, and there is no way to encode them. Their bytes are overwritten when the last copy goes.
public struct CipherKeys: Sendable {
    let encryption: KeyMaterial
    /// Without it messages are read and their tags not checked.
    let authentication: KeyMaterial?

    init(encryption: KeyMaterial, authentication: KeyMaterial?) {
        self.encryption = encryption
        self.authentication = authentication
    }

    /// - Parameters:
    ///   - encryption: the unicast encryption key (GUEK), 16 bytes.
    ///   - authentication: the authentication key (GAK), 16 bytes; `nil` where none is known.
    public init(encryption: [UInt8], authentication: [UInt8]?) throws(CipherKeyError) {
        self.encryption = try Self.key(.encryption, encryption)
        self.authentication = try Self.optional(authentication) { bytes throws(CipherKeyError) in
            try Self.key(.authentication, bytes)
        }
    }

    /// - Parameters:
    ///   - encryptionHex: the encryption key as 32 hexadecimal digits, with or without white space.
    ///   - authenticationHex: the authentication key likewise; `nil` where none is known.
    public init(encryptionHex: String, authenticationHex: String?) throws(CipherKeyError) {
        encryption = try Self.key(.encryption, hex: encryptionHex)
        authentication = try Self.optional(authenticationHex) { text throws(CipherKeyError) in
            try Self.key(.authentication, hex: text)
        }
    }

    private static func optional<Form>(
        _ form: Form?,
        _ key: (Form) throws(CipherKeyError) -> KeyMaterial
    ) throws(CipherKeyError) -> KeyMaterial? {
        guard let form else { return nil }
        return try key(form)
    }

    private static func key(_ key: CipherKeyError.Key, _ bytes: [UInt8]) throws(CipherKeyError) -> KeyMaterial
    {
        guard bytes.count == KeyMaterial.length else { throw CipherKeyError(key, .length(bytes.count)) }
        return KeyMaterial { $0.copyBytes(from: bytes) }
    }

    /// Digit by digit into its place: no other copy is made.
    private static func key(
        _ key: CipherKeyError.Key,
        hex: String
    ) throws(CipherKeyError) -> KeyMaterial {
        try KeyMaterial { bytes throws(CipherKeyError) in
            var digits = 0
            for (index, character) in hex.enumerated() where !character.isWhitespace {
                guard character.isASCII, let digit = character.hexDigitValue else {
                    throw CipherKeyError(key, .notADigit(position: index + 1))
                }
                if digits < 2 * bytes.count {
                    let high = digits.isMultiple(of: 2) ? 0 : bytes[digits / 2] << 4
                    bytes[digits / 2] = high | UInt8(digit)
                }
                digits += 1
            }
            guard digits == 2 * bytes.count else { throw CipherKeyError(key, .digits(digits)) }
        }
    }
}

extension CipherKeys: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Says only whether there is an authentication key.
    public var description: String {
        authentication == nil ? "CipherKeys(encryption: …)" : "CipherKeys(encryption: …, authentication: …)"
    }

    public var debugDescription: String { description }

    /// Without children, so that `dump` shows nothing either.
    public var customMirror: Mirror { Mirror(self, children: EmptyCollection()) }
}
