/// A message that is right and cannot be read here.
public enum UnknownMessage: Sendable, Hashable {
    /// General-glo-ciphering that was not opened.
    case ciphered(CipherProblem)
    /// An APDU that is no data-notification.
    case applicationTag(UInt8)
    /// A list that no profile claims.
    case list(version: String, count: Int)
    /// A telegram without a first line.
    case noTelegram
}

/// Why an encrypted message was not read.
public enum CipherProblem: Sendable, Hashable {
    case missingKey
    /// What the encryption key makes of it is no message.
    case wrongKey
    /// The encryption key is right, and the tag is not: the authentication key is wrong, or the message was altered.
    case badTag
    /// There is an authentication key, and the message has no tag to check with it.
    case untagged
    /// The meter's frame counter did not rise: the message was sent before.
    case replayed(counter: UInt32, last: UInt32)
    /// The security control byte, whose low four bits say the suite.
    case unsupportedSuite(UInt8)
}

extension UnknownMessage: CustomStringConvertible {
    public var description: String {
        switch self {
        case .ciphered(let problem): problem.description
        case .applicationTag(let tag):
            "unknown APDU, tag \(tag): not a data-notification, which meters push"
        case .list("", let count): "unknown list: \(count) elements, no version"
        case .list(let version, let count): "unknown list \(version): \(count) elements"
        case .noTelegram: "P1 telegram without its first line, the maker's letters behind a slash"
        }
    }
}

extension CipherProblem: CustomStringConvertible {
    public var description: String {
        switch self {
        case .missingKey:
            "encrypted: needs --key, or key in the configuration; ask the grid company for the meter's encryption key"
        case .wrongKey:
            "encrypted: wrong key; it does not open the message. Check the encryption key (in Denmark GPK60)"
        case .badTag:
            "encrypted: bad tag; the encryption key is right, but the authentication key (in Denmark GPK61) is wrong or the "
                + "message was altered"
        case .untagged:
            "encrypted: no tag; an authentication key is given, and the message has no tag to check with it. Leave the "
                + "authentication key out for a meter that sends no tags"
        case .replayed(let counter, let last):
            "encrypted: replayed; frame counter \(counter) is not above the last one, \(last)"
        case .unsupportedSuite(let control):
            "encrypted: security suite \(control & 0x0F) is not supported, only AES-128-GCM"
        }
    }
}

extension String {
    /// The bytes as text, without the zeros that some meters fill it up with; whatever is not printable ASCII becomes `?`.
    public init(_ bytes: RawSpan) {
        self = ""
        var count = bytes.byteCount
        while count > 0, bytes.unsafeLoad(fromByteOffset: count - 1, as: UInt8.self) == 0 { count -= 1 }
        for index in 0..<count {
            let byte = bytes.unsafeLoad(fromByteOffset: index, as: UInt8.self)
            let isPrintable = (0x20..<0x7F).contains(byte)
            unicodeScalars.append(Unicode.Scalar(isPrintable ? byte : UInt8(ascii: "?")))
        }
    }
}
