import Ciphering
import DLMS

/// A ciphered message in parts, to change and to open.
struct Message: Sendable {
    var systemTitle: [UInt8]
    var frameCounter: UInt32
    var control: UInt8
    var ciphertext: [UInt8]
    var tag: [UInt8]

    init(
        systemTitle: [UInt8],
        frameCounter: UInt32,
        control: UInt8,
        ciphertext: [UInt8],
        tag: [UInt8]
    ) {
        self.systemTitle = systemTitle
        self.frameCounter = frameCounter
        self.control = control
        self.ciphertext = ciphertext
        self.tag = tag
    }

    /// A message as `encipher` seals it.
    init(
        sealing plain: [UInt8],
        with keys: CipherKeys,
        control: UInt8,
        systemTitle: [UInt8] = Published.systemTitle,
        frameCounter: UInt32 = Published.frameCounter
    ) {
        let sealed = keys.encipher()(systemTitle, frameCounter, control, plain)
        self.init(
            systemTitle: systemTitle,
            frameCounter: frameCounter,
            control: control,
            ciphertext: Array(sealed.prefix(plain.count)),
            tag: Array(sealed.dropFirst(plain.count))
        )
    }

    func open(with decipher: Decipher, into plain: inout [UInt8]) -> Deciphered {
        let apdu = CipheredAPDU(
            systemTitle: systemTitle.span.bytes,
            securityControl: control,
            frameCounter: frameCounter,
            ciphertext: ciphertext.span.bytes,
            tag: tag.span.bytes
        )
        return decipher(apdu, &plain)
    }

    func open(with keys: CipherKeys) -> Opened {
        var plain: [UInt8] = []
        let outcome = open(with: keys.decipher(), into: &plain)
        return Opened(outcome: outcome, plain: plain)
    }
}

/// What came of a message.
struct Opened: Equatable {
    var outcome: Deciphered
    var plain: [UInt8]
}

/// The example that the standard's text and several vendors' manuals show (DLMS UA Green Book, "glo-get-request").
enum Published {
    static let systemTitle: [UInt8] = [0x4D, 0x4D, 0x4D, 0x00, 0x00, 0xBC, 0x61, 0x4E]
    static let frameCounter: UInt32 = 0x0123_4567
    static let encryptionHex = "000102030405060708090A0B0C0D0E0F"
    static let authenticationHex = "D0D1D2D3D4D5D6D7D8D9DADBDCDDDEDF"
    static let plain: [UInt8] = [
        0xC0, 0x01, 0x00, 0x00, 0x08, 0x00, 0x00, 0x01, 0x00, 0x00, 0xFF, 0x02, 0x00,
    ]
    static let ciphertext: [UInt8] = [
        0x41, 0x13, 0x12, 0xFF, 0x93, 0x5A, 0x47, 0x56, 0x68, 0x27, 0xC4, 0x67, 0xBC,
    ]
    static let tag: [UInt8] = [0x7D, 0x82, 0x5C, 0x3B, 0xE4, 0xA7, 0x7C, 0x3F, 0xCC, 0x05, 0x6B, 0x6B]

    static let message = Message(
        systemTitle: systemTitle,
        frameCounter: frameCounter,
        control: 0x30,
        ciphertext: ciphertext,
        tag: tag
    )

    static func keys(authentication: String? = authenticationHex) throws -> CipherKeys {
        try CipherKeys(encryptionHex: encryptionHex, authenticationHex: authentication)
    }
}
