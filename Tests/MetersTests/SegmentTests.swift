import DLMS
import Meters
import TestSupport
import Testing

/// Messages that come in several frames.
@Suite("Segments and blocks")
struct SegmentTests {
    private static let list = kamstrupList([
        obis(1, 1, 0, 0, 5) + visibleString("5706567202753025"), obis(1, 1, 1, 7, 0) + [0x06, 0, 0, 4, 0xDF],
        obis(1, 1, 2, 7, 0) + [0x06, 0, 0, 0, 7],
    ])
    private static let apdu: [UInt8] = [0x0F, 0x40, 0, 0, 0, 0x00] + list
    private static let llc: [UInt8] = [0xE6, 0xE7, 0x00]

    private static func parts(_ bytes: [UInt8], of length: Int) -> [[UInt8]] {
        stride(from: 0, to: bytes.count, by: length).map { Array(bytes[$0..<min($0 + length, bytes.count)]) }
    }

    private static func segments(of length: Int) -> [[UInt8]] {
        let parts = parts(llc + apdu, of: length)
        return parts.enumerated().map { Frames.frame($1, isSegmented: $0 < parts.count - 1) }
    }

    private static func blocks(of length: Int, firstNumber: Int = 1) -> [[UInt8]] {
        let parts = parts(apdu, of: length)
        return parts.enumerated().map { index, part in
            let control: UInt8 = index < parts.count - 1 ? 0x40 : 0xC0
            let head: [UInt8] = [0xE0, control, 0, UInt8(index + firstNumber), 0, 0, UInt8(part.count)]
            return Frames.frame((index == 0 ? llc : []) + head + part)
        }
    }

    private static let expected = outcomes(of: pushed(list)).first

    @Test("It is what the message in one frame is, however many there are", arguments: [5, 17, 30, 60])
    func whole(length: Int) {
        let ways = [
            Self.segments(of: length), Self.blocks(of: length),
            LongFrames.frames(Self.apdu, longest: max(length, 6)),
        ]
        for frames in ways {
            let outcomes = outcomes(of: frames.flatMap(\.self))
            #expect(outcomes.last == Self.expected)
            #expect(outcomes.dropLast().allSatisfy { $0 == .incomplete })
            #expect(outcomes.count == frames.count)
        }
    }

    @Test("A missing part gives no reading, and the next message does", arguments: [0, 1, 2])
    func missing(index: Int) {
        for frames in [Self.segments(of: 17), Self.blocks(of: 17), LongFrames.frames(Self.apdu, longest: 17)]
        {
            var cut = frames
            cut.remove(at: index)
            let readings = outcomes(of: (cut + frames).flatMap(\.self)).compactMap(\.reading)
            #expect(readings == [Self.expected?.reading].compactMap(\.self), "part \(index)")
        }
    }

    @Test("A part that comes twice gives no reading twice")
    func repeated() {
        for frames in [Self.blocks(of: 17), LongFrames.frames(Self.apdu, longest: 17)] {
            let twice = [frames[0], frames[1], frames[1]] + frames[2...]
            #expect(outcomes(of: (twice + frames).flatMap(\.self)).compactMap(\.reading).count == 1)
        }
    }

    @Test("Segments inside blocks are put together too")
    func nested() {
        let block: [UInt8] = Self.llc + [0xE0, 0xC0, 0, 1, 0, 0, UInt8(Self.apdu.count)] + Self.apdu
        let parts = Self.parts(block, of: 20)
        let frames = parts.enumerated().map { Frames.frame($1, isSegmented: $0 < parts.count - 1) }
        #expect(outcomes(of: frames.flatMap(\.self)).last == Self.expected)
    }

    @Test("More than 4096 bytes are no message, and the next one is read")
    func tooLong() {
        let filler = Array(repeating: UInt8(0), count: 1_000)
        let endless =
            [Frames.frame(Self.llc + [0x0F] + filler, isSegmented: true)]
            + Array(repeating: Frames.frame(filler, isSegmented: true), count: 5)
        let outcomes = outcomes(of: (endless + Self.segments(of: 30)).flatMap(\.self))
        #expect(outcomes.contains(.wrong(.messageTooLong(limit: 4_096))))
        #expect(outcomes.last == Self.expected)
    }

    @Test("What is given up is counted")
    func abandoned() {
        var reader = MeterReader()
        let frames = Self.segments(of: 30)
        _ = reader.outcomes(of: (frames.prefix(1) + frames).flatMap(\.self))
        #expect(reader.abandoned == 1)
    }

    static let lengths: [(Int, UInt8)] = [(250, 0), (251, 1)]

    @Test("A long frame of more than 255 bytes says its length without the 256", arguments: lengths)
    func longerThanItsLength(count: Int, says: UInt8) {
        // The list is made long enough by a text that means nothing.
        let length = count - Self.apdu.count - 10
        let filler = [0x0A, 0x81, UInt8(length)] + Array(repeating: UInt8(ascii: "x"), count: length)
        let list = kamstrupList([
            obis(1, 1, 0, 0, 5) + visibleString("5706567202753025"),
            obis(1, 1, 1, 7, 0) + [0x06, 0, 0, 4, 0xDF],
            obis(1, 1, 2, 7, 0) + [0x06, 0, 0, 0, 7], obis(0, 0, 97, 97, 0) + filler,
        ])
        let segment: [UInt8] = [0x0F, 0x40, 0, 0, 0, 0x00] + list
        #expect(segment.count + 5 == 256 + Int(says))
        let outcomes = outcomes(of: LongFrames.frame(segment, length: says))
        #expect(outcomes.first?.reading?.powerImportW == 1_247)
    }

    static let damages: [(String, [UInt8])] = [
        ("control field", LongFrames.frame(apdu, control: 0x40)),
        ("control information", LongFrames.frame(apdu, information: 0x72)),
        ("length", LongFrames.frame(apdu, length: 200)),
    ]

    @Test("A damaged long frame gives nothing", arguments: damages)
    func damage(name: String, bytes: [UInt8]) {
        #expect(outcomes(of: bytes) == [])
    }

    @Test("A changed byte of a long frame is noticed")
    func changed() {
        let frame = LongFrames.frame(Self.apdu)
        #expect(outcomes(of: frame).first?.reading != nil)
        for index in frame.indices {
            var wrong = frame
            wrong[index] ^= 0x04
            #expect(outcomes(of: wrong).compactMap(\.reading) == [], "byte \(index)")
        }
    }
}
