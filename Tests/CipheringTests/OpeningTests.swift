import Ciphering
import DLMS
import TestSupport
import Testing

@Suite("Opening messages")
struct OpeningTests {
    @Test("The standard's example opens, and is sealed to the same bytes")
    func published() throws {
        let keys = try Published.keys()
        #expect(
            Published.message.open(with: keys) == Opened(outcome: .authentic, plain: Published.plain)
        )
        let sealed = keys.encipher()(
            Published.systemTitle,
            Published.frameCounter,
            0x30,
            Published.plain
        )
        #expect(sealed == Published.ciphertext + Published.tag)
    }

    @Test("Keys as bytes and as digits are the same keys")
    func bytes() throws {
        let keys = try CipherKeys(
            encryption: hexBytes(Published.encryptionHex),
            authentication: hexBytes(Published.authenticationHex)
        )
        #expect(Published.message.open(with: keys).outcome == .authentic)
    }

    @Test("Without an authentication key the text is right and the tag unchecked")
    func withoutAuthenticationKey() throws {
        let keys = try Published.keys(authentication: nil)
        var message = Published.message
        #expect(message.open(with: keys) == Opened(outcome: .unauthenticated, plain: Published.plain))
        message.tag[0] ^= 1
        #expect(message.open(with: keys) == Opened(outcome: .unauthenticated, plain: Published.plain))
    }

    @Test("A wrong authentication key is a bad tag over right text")
    func wrongAuthenticationKey() throws {
        let keys = try Published.keys(authentication: Published.encryptionHex)
        #expect(Published.message.open(with: keys) == Opened(outcome: .badTag, plain: Published.plain))
    }

    @Test("A wrong encryption key is a bad tag over other text")
    func wrongEncryptionKey() throws {
        let keys = try CipherKeys(
            encryptionHex: Published.authenticationHex,
            authenticationHex: Published.authenticationHex
        )
        let opened = Published.message.open(with: keys)
        #expect(opened.outcome == .badTag)
        #expect(opened.plain.count == Published.plain.count && opened.plain != Published.plain)
    }

    // MARK: - What the security control byte asks for

    @Test("Every security control of suite 0 and 1 opens what it sealed", arguments: [0, 1, 13, 16, 4_096])
    func roundTrip(count: Int) throws {
        let keys = try Published.keys()
        var random = SeededRandom(7)
        let plain = random.bytes(count)
        for control in [0x00, 0x10, 0x20, 0x30, 0x11, 0x21, 0x31, 0x70, 0xB0] as [UInt8] {
            let message = Message(sealing: plain, with: keys, control: control)
            let isAuthenticated = control & 0x10 != 0
            #expect(message.tag.count == (isAuthenticated ? 12 : 0))
            #expect((message.ciphertext == plain) == (control & 0x20 == 0 || count == 0))
            let outcome: Deciphered = isAuthenticated ? .authentic : .untagged
            #expect(message.open(with: keys) == Opened(outcome: outcome, plain: plain), "\(control)")
        }
    }

    @Test("Other suites are not tried", arguments: [0x02, 0x12, 0x22, 0x32, 0x3F] as [UInt8])
    func otherSuite(control: UInt8) throws {
        let keys = try Published.keys()
        var message = Published.message
        message.control = control
        #expect(message.open(with: keys) == Opened(outcome: .unsupportedSuite, plain: []))
        #expect(keys.encipher()(Published.systemTitle, 1, control, Published.plain).isEmpty)
    }

    @Test("A tag that is not of twelve bytes never fits", arguments: [0, 4, 11, 13, 16])
    func tagLength(count: Int) throws {
        var message = Published.message
        message.tag = Array((message.tag + [0, 0, 0, 0]).prefix(count))
        #expect(
            message.open(with: try Published.keys()) == Opened(outcome: .badTag, plain: Published.plain)
        )
    }

    @Test("What a system title lacks is filled up with zeros, and more than eight bytes is not looked at")
    func titleLength() throws {
        let keys = try Published.keys()
        let sealed = keys.encipher()
        #expect(sealed([1, 2], 3, 0x30, [4]) == sealed([1, 2, 0, 0, 0, 0, 0, 0], 3, 0x30, [4]))
        #expect(sealed(Array(1...9), 3, 0x30, [4]) == sealed(Array(1...8), 3, 0x30, [4]))
    }

    // MARK: - One function, many messages

    @Test("What came before leaves nothing behind: neither a bad message nor a longer one")
    func reuse() throws {
        let keys = try Published.keys()
        let decipher = keys.decipher()
        var plain: [UInt8] = []
        let long = Message(
            sealing: [UInt8](repeating: 0x55, count: 4_096),
            with: keys,
            control: 0x30,
            frameCounter: 2
        )
        #expect(long.open(with: decipher, into: &plain) == .authentic)
        let capacity = plain.capacity
        var bad = Published.message
        bad.tag[3] ^= 0x10
        for _ in 0..<3 {
            #expect(bad.open(with: decipher, into: &plain) == .badTag)
            #expect(Published.message.open(with: decipher, into: &plain) == .authentic)
            #expect(plain == Published.plain)
        }
        #expect(plain.capacity == capacity)
    }

    @Test("Many threads at once share one function")
    func threads() async throws {
        let keys = try Published.keys()
        let (encipher, decipher) = (keys.encipher(), keys.decipher())
        let wrong = await withTaskGroup { group in
            for thread in 0..<8 as Range<UInt32> {
                group.addTask {
                    var random = SeededRandom(UInt64(thread))
                    var plain: [UInt8] = []
                    return (0..<500 as Range<UInt32>).count { index in
                        let text = random.bytes(Int(index % 97))
                        let counter = thread << 16 | index
                        let sealed = encipher(Published.systemTitle, counter, 0x30, text)
                        let message = Message(
                            systemTitle: Published.systemTitle,
                            frameCounter: counter,
                            control: 0x30,
                            ciphertext: sealed.dropLast(12),
                            tag: sealed.suffix(12)
                        )
                        return message.open(with: decipher, into: &plain) != .authentic || plain != text
                    }
                }
            }
            return await group.reduce(0, +)
        }
        #expect(wrong == 0)
    }
}
