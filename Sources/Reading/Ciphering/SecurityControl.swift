import Cryptography

/// The security control byte (IEC 62056-5-3, 5.7.2): what is done to a message, and by which suite.
struct SecurityControl {
    let byte: UInt8

    /// The tag that DLMS sends: the first 12 of GCM's 16 bytes.
    static let tagLength = 12

    var isAuthenticated: Bool { byte & 0x10 != 0 }
    var isEncrypted: Bool { byte & 0x20 != 0 }

    /// Whether the suite is 0 or 1, which cipher alike; suite 2 has keys of 256 bits.
    var isAES128: Bool { byte & 0x0F <= 1 }

    /// Covers what the tag covers before the message: this byte and the authentication key.
    func cover(with key: KeyMaterial?, in context: inout GCMContext) -> Bool {
        guard withUnsafeBytes(of: byte, { context.cover($0) }) else { return false }
        return key?.withBytes { context.cover($0) } ?? true
    }
}
