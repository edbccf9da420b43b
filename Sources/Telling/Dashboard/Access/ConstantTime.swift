import CCrypto

/// Comparisons that take as long for a good guess as for a bad one.
enum ConstantTime {
    /// - Returns: false at once for different lengths, which are no secret here.
    static func areEqual(_ a: [UInt8], _ b: [UInt8]) -> Bool {
        a.count == b.count && CRYPTO_memcmp(a, b, a.count) == 0
    }
}

/// Texts made comparable without keeping them: HMAC-SHA256 under a key that only this process has, so that all are of one
/// length and say nothing of what they were.
struct Fingerprint: Sendable {
    private let key: [UInt8]

    init() {
        var generator = SystemRandomNumberGenerator()
        key = (0..<32).map { _ in UInt8.random(in: 0...255, using: &generator) }
    }

    func of(_ text: String) -> [UInt8] {
        let bytes = Array(text.utf8)
        var digest = [UInt8](repeating: 0, count: Int(EVP_MAX_MD_SIZE))
        var count: UInt32 = 0
        HMAC(EVP_sha256(), key, Int32(key.count), bytes, bytes.count, &digest, &count)
        return Array(digest.prefix(Int(count)))
    }
}
