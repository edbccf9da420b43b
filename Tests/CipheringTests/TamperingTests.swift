import Ciphering
import DLMS
import TestSupport
import Testing

@Suite("Changed messages")
struct TamperingTests {
    /// Every part of a message that the tag covers, but the security control byte.
    enum Part: CaseIterable {
        case systemTitle
        case frameCounter
        case ciphertext
        case tag

        func bits(of message: Message) -> Int {
            switch self {
            case .systemTitle: 8 * message.systemTitle.count
            case .frameCounter: 32
            case .ciphertext: 8 * message.ciphertext.count
            case .tag: 8 * message.tag.count
            }
        }

        func flip(_ bit: Int, of message: inout Message) {
            let mask = UInt8(1) << (bit % 8)
            switch self {
            case .systemTitle: message.systemTitle[bit / 8] ^= mask
            case .frameCounter: message.frameCounter ^= 1 << bit
            case .ciphertext: message.ciphertext[bit / 8] ^= mask
            case .tag: message.tag[bit / 8] ^= mask
            }
        }
    }

    @Test("Each single bit that is changed is noticed", arguments: Part.allCases, [0x30, 0x10] as [UInt8])
    func singleBits(part: Part, control: UInt8) throws {
        let keys = try Published.keys()
        let decipher = keys.decipher()
        let message = Message(sealing: Published.plain, with: keys, control: control)
        var plain: [UInt8] = []
        for bit in 0..<part.bits(of: message) {
            var changed = message
            part.flip(bit, of: &changed)
            #expect(changed.open(with: decipher, into: &plain) == .badTag, "bit \(bit)")
            // The text is written all the same, so that it can be said which key is wrong.
            #expect(plain.count == message.ciphertext.count)
            if part == .tag { #expect(plain == Published.plain) }
        }
        #expect(message.open(with: decipher, into: &plain) == .authentic)
    }

    @Test("No change of the security control byte leaves a message authentic")
    func securityControl() throws {
        let keys = try Published.keys()
        for control in UInt8.min...UInt8.max where control != 0x30 {
            var message = Published.message
            message.control = control
            let expected: Deciphered =
                control & 0x0F > 1 ? .unsupportedSuite : control & 0x10 == 0 ? .untagged : .badTag
            #expect(message.open(with: keys).outcome == expected, "\(control)")
        }
    }

    @Test("Cut and lengthened messages are noticed")
    func lengths() throws {
        let keys = try Published.keys()
        for count in 0..<Published.ciphertext.count {
            var message = Published.message
            message.ciphertext = Array(message.ciphertext.prefix(count))
            let expected = Opened(outcome: .badTag, plain: Array(Published.plain.prefix(count)))
            #expect(message.open(with: keys) == expected)
        }
        var message = Published.message
        message.ciphertext.append(0)
        #expect(message.open(with: keys).outcome == .badTag)
    }
}
