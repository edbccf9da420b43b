import Cryptography
import Foundation

/// A password that is known only by what PBKDF2 with HMAC-SHA256 (RFC 8018, 5.2) makes of it: whoever reads the file that
/// holds it has no password.
public struct PasswordHash: Sendable {
    private let iterations: Int
    private let salt: [UInt8]
    private let digest: [UInt8]

    /// What OWASP's Password Storage Cheat Sheet asks of PBKDF2-HMAC-SHA256; once for each new password that is tried.
    public static let defaultIterations = 600_000
    private static let saltBytes = 16
    private static let digestBytes = 32
    /// Longer ones are refused: nobody types them, and each try costs time.
    public static let longestPassword = 1_024
    public static let shortestPassword = 8

    /// Hashes a password with a salt of its own.
    ///
    /// - Parameters:
    ///   - password: 8 to 1024 bytes of UTF-8.
    ///   - iterations: 1000 to ten million.
    public init(of password: String, iterations: Int = Self.defaultIterations) throws(PasswordError) {
        let count = password.utf8.count
        guard count >= Self.shortestPassword else { throw .tooShort }
        guard count <= Self.longestPassword else { throw .tooLong }
        self.iterations = min(
            max(iterations, Self.allowedIterations.lowerBound),
            Self.allowedIterations.upperBound
        )
        salt = randomBytes(Self.saltBytes)
        guard let digest = Digest.pbkdf2SHA256(password: password, salt: salt, iterations: self.iterations)
        else { throw .library }
        self.digest = digest
    }

    /// Reads what `text` gave.
    public init(_ text: String) throws(PasswordError) {
        let parts = text.split(separator: "$", omittingEmptySubsequences: false)
        guard parts.count == 4, parts[0] == Self.method[...], let iterations = Int(parts[1]),
            Self.allowedIterations.contains(iterations),
            let salt = Data(base64Encoded: String(parts[2])), (8...64).contains(salt.count),
            let digest = Data(base64Encoded: String(parts[3])), digest.count == Self.digestBytes
        else { throw .notAHash }
        self.iterations = iterations
        self.salt = Array(salt)
        self.digest = Array(digest)
    }

    private static let method = "pbkdf2-sha256"
    private static let allowedIterations = 1_000...10_000_000

    /// What is written into a file: method, iterations, salt and hash.
    public var text: String {
        "\(Self.method)$\(iterations)$\(Data(salt).base64EncodedString())$\(Data(digest).base64EncodedString())"
    }

    /// Whether it is this password. Takes up to a second on a small machine, by intention.
    func fits(_ password: String) -> Bool {
        guard password.utf8.count <= Self.longestPassword,
            let other = Digest.pbkdf2SHA256(password: password, salt: salt, iterations: iterations)
        else { return false }
        return Digest.areEqual(digest, other)
    }
}

extension PasswordHash: CustomStringConvertible, CustomReflectable {
    /// Not even the hash belongs in a log.
    public var description: String { "password" }
    public var customMirror: Mirror { Mirror(self, children: []) }
}

/// A password, or a hash of one, that cannot be used. It holds neither.
public enum PasswordError: Error, Sendable, Hashable, CustomStringConvertible {
    case tooShort
    case tooLong
    case notAHash
    case library

    public var description: String {
        switch self {
        case .tooShort: "the password is too short: take \(PasswordHash.shortestPassword) characters or more"
        case .tooLong: "the password is too long: \(PasswordHash.longestPassword) bytes at the most"
        case .notAHash:
            "not the hash of a password; make one with kilovakt password --out FILE, and name it as file:FILE"
        case .library: "libcrypto cannot hash a password"
        }
    }
}
