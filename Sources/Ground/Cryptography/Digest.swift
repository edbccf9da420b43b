import CCrypto

/// Digests of libcrypto that prove who wrote a text, or that somebody knows one.
package enum Digest {
    /// HMAC-SHA256 (RFC 2104, FIPS 180-4).
    ///
    /// - Returns: 32 bytes.
    package static func hmacSHA256(key: [UInt8], message: [UInt8]) -> [UInt8] {
        var digest = [UInt8](repeating: 0, count: Int(EVP_MAX_MD_SIZE))
        var count: UInt32 = 0
        HMAC(EVP_sha256(), key, Int32(clamping: key.count), message, message.count, &digest, &count)
        return Array(digest.prefix(Int(count)))
    }

    /// PBKDF2 with HMAC-SHA256 (RFC 8018, 5.2).
    ///
    /// - Returns: 32 bytes; `nil` where libcrypto refuses.
    package static func pbkdf2SHA256(password: String, salt: [UInt8], iterations: Int) -> [UInt8]? {
        var digest = [UInt8](repeating: 0, count: 32)
        let bytes = password.utf8.map { CChar(bitPattern: $0) }
        let isDone = PKCS5_PBKDF2_HMAC(
            bytes,
            Int32(bytes.count),
            salt,
            Int32(salt.count),
            Int32(iterations),
            EVP_sha256(),
            Int32(digest.count),
            &digest
        )
        return isDone == 1 ? digest : nil
    }

    /// Compares in a time that does not depend on where the two differ.
    ///
    /// - Returns: false at once for different lengths, which are not secret here.
    package static func areEqual(_ a: [UInt8], _ b: [UInt8]) -> Bool {
        a.count == b.count && CRYPTO_memcmp(a, b, a.count) == 0
    }
}

/// Texts made comparable without keeping them: HMAC-SHA256 under a key that only this process has, so that all fingerprints
/// have one length and do not tell what the texts were.
package struct Fingerprint: Sendable {
    private let key: [UInt8]

    package init() {
        key = randomBytes(32)
    }

    package func of(_ text: String) -> [UInt8] {
        Digest.hmacSHA256(key: key, message: Array(text.utf8))
    }
}

/// Bytes of the system's random generator, for keys and salts.
package func randomBytes(_ count: Int) -> [UInt8] {
    var generator = SystemRandomNumberGenerator()
    return (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
}
