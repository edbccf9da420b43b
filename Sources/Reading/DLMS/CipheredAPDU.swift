/// An encrypted APDU: general-glo-ciphering (DB) or general-ded-ciphering (DC) with AES-128-GCM (IEC 62056-5-3, 5.7 and table 35).
///
///     DB │ 08 4B 41 4D 45 01 B5 02 D3 │ 82 00 E7 │ 30              │ 00 00 0E 25   │ …          │ 7B 7A … DC
///     tag  system title                  length     security control   frame counter   ciphertext   tag, 12 bytes
public struct CipheredAPDU: ~Escapable {
    /// Eight bytes that name the meter; the first three are its maker's letters.
    public let systemTitle: RawSpan
    /// Bit 5: encrypted; bit 4: authenticated; the low four: the security suite.
    public let securityControl: UInt8
    /// Counts the meter's messages, and only up.
    public let frameCounter: UInt32
    public let ciphertext: RawSpan
    /// Twelve bytes; empty when the security control says that the message is not authenticated.
    public let tag: RawSpan

    @_lifetime(copy ciphertext, copy systemTitle, copy tag)
    public init(
        systemTitle: RawSpan,
        securityControl: UInt8,
        frameCounter: UInt32,
        ciphertext: RawSpan,
        tag: RawSpan
    ) {
        self.systemTitle = systemTitle
        self.securityControl = securityControl
        self.frameCounter = frameCounter
        self.ciphertext = ciphertext
        self.tag = tag
    }

    /// Of general-glo-ciphering; the next is that of general-ded-ciphering, with a key of its own and the same layout.
    public static var applicationTag: UInt8 { 0xDB }
    private static var tagLength: Int { 12 }

    public var isEncrypted: Bool { securityControl & 0x20 != 0 }
    public var isAuthenticated: Bool { securityControl & 0x10 != 0 }

    /// Reads what follows the tag DB.
    @_lifetime(copy bytes)
    init(parsing bytes: RawSpan, base: Int) throws(DecodingError) {
        var cursor = ValueCursor(bytes, base: base)
        let titleLength = try cursor.length()
        guard titleLength == 8 else {
            throw cursor.error(.notASystemTitle(length: titleLength), at: 0)
        }
        systemTitle = try cursor.bytes(8)
        let length = try cursor.length()
        guard length == cursor.remaining else {
            let at = cursor.position
            throw length > cursor.remaining
                ? cursor.error(.valueCutShort, at: at)
                : cursor.error(.trailingBytes(cursor.remaining - length), at: at + length)
        }
        let control = try cursor.byte()
        securityControl = control
        frameCounter = UInt32(try cursor.unsigned(4))
        let tagLength = control & 0x10 == 0 ? 0 : Self.tagLength
        guard cursor.remaining >= tagLength else {
            throw cursor.error(.valueCutShort, at: cursor.position)
        }
        ciphertext = try cursor.bytes(cursor.remaining - tagLength)
        tag = try cursor.bytes(tagLength)
    }
}

/// What came of a ciphered APDU.
public enum Deciphered: Sendable, Hashable {
    /// The tag was checked and is right.
    case authentic
    /// There is no authentication key to check a tag with.
    case unauthenticated
    /// There is an authentication key, and the message has no tag: anyone could have changed it.
    case untagged
    /// Message, tag and keys do not fit together; the plain text must not be used.
    case badTag
    /// A security suite that is not AES-128-GCM.
    case unsupportedSuite
}

/// Deciphers an APDU: handed in, so that this module holds neither cryptography nor keys.
///
/// Writes the plain text over the array. The nonce is the system title and the frame counter, the highest byte first; what the
/// tag also covers is the security control byte and the authentication key. With `badTag` it writes the plain text all the
/// same, so that it can be said which of the keys is wrong.
public typealias Decipher = @Sendable (borrowing CipheredAPDU, inout [UInt8]) -> Deciphered
