import DLMS
import Simulator

/// A cipher that any test can undo: each byte XORed with the frame counter and its place. It protects nothing.
enum FakeCipher {
    static let tag: [UInt8] = Array(repeating: 0xA5, count: 12)

    static let encipher: Encipher = { _, frameCounter, securityControl, plain in
        mask(plain, frameCounter) + (securityControl & 0x10 != 0 ? tag : [])
    }

    static let decipher: Decipher = { apdu, plain in
        let ciphertext = apdu.ciphertext.withUnsafeBytes { Array($0) }
        plain.removeAll(keepingCapacity: true)
        plain += mask(ciphertext, apdu.frameCounter)
        guard apdu.isAuthenticated else { return .unauthenticated }
        return apdu.tag.withUnsafeBytes { Array($0) } == tag ? .authentic : .badTag
    }

    /// Puts on what is off and takes off what is on.
    static func mask(_ bytes: some Collection<UInt8>, _ frameCounter: UInt32) -> [UInt8] {
        bytes.enumerated().map { index, byte in
            byte ^ UInt8(truncatingIfNeeded: Int(frameCounter) &+ index) ^ 0x5A
        }
    }
}

/// What general-glo-ciphering holds.
struct CipheredMessage {
    var systemTitle: [UInt8]
    /// The bytes that say the length.
    var length: [UInt8]
    var securityControl: UInt8
    var frameCounter: UInt32
    var plain: [UInt8]
    var tag: [UInt8]

    /// - Returns: `nil` where the bytes are none, or are more or fewer than they say.
    init?(_ apdu: [UInt8]) {
        guard apdu.count > 16, apdu[0] == 0xDB, apdu[1] == 8 else { return nil }
        systemTitle = Array(apdu[2..<10])
        let extra = apdu[10] > 0x80 ? Int(apdu[10] & 0x7F) : 0
        length = Array(apdu[10...(10 + extra)])
        let count = extra == 0 ? Int(apdu[10]) : length.dropFirst().reduce(0) { $0 << 8 | Int($1) }
        let body = apdu[(11 + extra)...]
        guard body.count == count, let control = body.first else { return nil }
        securityControl = control
        frameCounter = body.dropFirst().prefix(4).reduce(0) { $0 << 8 | UInt32($1) }
        let sealed = body.dropFirst(5)
        tag = control & 0x10 != 0 ? Array(sealed.suffix(12)) : []
        plain = FakeCipher.mask(sealed.dropLast(tag.count), frameCounter)
    }
}
