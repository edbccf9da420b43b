import Ciphering
import DLMS
import Meters
import TestSupport
import Testing

/// From encrypted frame to reading, with the keys of `Ciphering`.
@Suite("Encrypted meters")
struct MeterTests {
    /// A data-notification with Kaifa's list 1: 213 W.
    private static let notification: [UInt8] = [
        0x0F, 0x40, 0, 0, 0, 0x09, 0x0C, 0x07, 0xEA, 1, 0x0F, 4, 7, 0x3B, 0x20, 0xFF, 0x80, 0, 0, 2, 1, 6, 0,
        0, 0, 0xD5,
    ]

    /// An HDLC frame with the notification in general-glo-ciphering.
    private static func frame(
        _ keys: CipherKeys,
        counter: UInt32 = 7,
        control: UInt8 = 0x30,
        change: (inout [UInt8]) -> Void = { _ in }
    ) -> [UInt8] {
        let title = Array("KFM".utf8) + [1, 2, 3, 4, 5]
        var sealed = keys.encipher()(title, counter, control, notification)
        change(&sealed)
        let counterBytes = (0..<4).map { UInt8(truncatingIfNeeded: counter >> (24 - 8 * $0)) }
        let head = [0xDB, 8] + title + [UInt8(5 + sealed.count), control] + counterBytes
        return Frames.frame([0xE6, 0xE7, 0x00] + head + sealed)
    }

    /// What a reader makes of the frames: watts, or why not.
    private static func read(_ frames: [UInt8], with keys: CipherKeys?) -> [String] {
        var decoder = FrameDecoder()
        var reader = MeterReader(decipher: keys?.decipher())
        var outcomes: [String] = []
        decoder.read(frames.span.bytes) { frame in
            do {
                switch try reader.message(in: frame) {
                case .reading(let reading): outcomes.append("\(reading.powerImportW ?? -1) W")
                case .unknown(.ciphered(let problem)): outcomes.append("\(problem)")
                case .unknown(let unknown): outcomes.append("unknown: \(unknown)")
                case .incomplete: outcomes.append("incomplete")
                }
            } catch {
                outcomes.append("\(error)")
            }
        } passedOver: {
            outcomes.append("passed over \($0.count)")
        }
        return outcomes
    }

    @Test("Read with both keys, with the encryption key alone, and without a tag")
    func readings() throws {
        let keys = try Published.keys()
        let encryptionOnly = try Published.keys(authentication: nil)
        #expect(Self.read(Self.frame(keys), with: keys) == ["213 W"])
        #expect(Self.read(Self.frame(keys), with: encryptionOnly) == ["213 W"])
        #expect(Self.read(Self.frame(keys, control: 0x20), with: encryptionOnly) == ["213 W"])
        #expect(Self.read(Self.frame(keys, control: 0x10), with: keys) == ["213 W"])
        let two = Self.frame(keys, counter: 7) + Self.frame(keys, counter: 8)
        #expect(Self.read(two, with: keys) == ["213 W", "213 W"])
    }

    @Test("Refused with the reason: no key, a wrong one, a changed message")
    func refusals() throws {
        let keys = try Published.keys()
        let swapped = try CipherKeys(
            encryptionHex: Published.authenticationHex,
            authenticationHex: Published.encryptionHex
        )
        let wrongAuthentication = try Published.keys(authentication: Published.encryptionHex)
        let frame = Self.frame(keys)
        #expect(Self.read(frame, with: nil) == ["\(CipherProblem.missingKey)"])
        #expect(Self.read(frame, with: swapped) == ["\(CipherProblem.wrongKey)"])
        #expect(Self.read(frame, with: wrongAuthentication) == ["\(CipherProblem.badTag)"])
        // One bit of the power: the text is still a list, and the tag says that it is not the meter's.
        let changed = Self.frame(keys) { $0[Self.notification.count - 1] ^= 0x40 }
        #expect(Self.read(changed, with: keys) == ["\(CipherProblem.badTag)"])
    }
}
