import Cryptography

/// HMAC-SHA256 (RFC 2104, FIPS 180-4): proves that a body comes from who knows the secret, and when.
enum Signature {
    /// - Returns: 32 bytes, as 64 lower-case hexadecimal digits.
    static func hmacSHA256Hex(key: [UInt8], message: [UInt8]) -> String {
        hex(Digest.hmacSHA256(key: key, message: message))
    }

    /// What `X-Kilovakt-Signature` says of a body sent at a time: `sha256=…` over `<unix seconds>.<body>`. The time is
    /// signed too, so that a recorded alert cannot be played again later.
    static func header(secret: [UInt8], unixSeconds: Int64, body: [UInt8]) -> String {
        "sha256=" + hmacSHA256Hex(key: secret, message: Array("\(unixSeconds).".utf8) + body)
    }

    private static func hex(_ bytes: [UInt8]) -> String {
        let digits = Array("0123456789abcdef".utf8)
        return String(
            decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] },
            as: UTF8.self
        )
    }
}
