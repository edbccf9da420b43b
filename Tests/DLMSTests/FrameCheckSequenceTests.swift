import TestSupport
import Testing

@testable import DLMS

@Suite("Frame check sequence")
struct FrameCheckSequenceTests {
    @Test("The check value of the standard comes out for 123456789")
    func checkValue() {
        let bytes = Array("123456789".utf8)
        #expect(frameCheckSequence(of: bytes.span.bytes) == 0x906E)
        #expect(Frames.checkSequence(bytes) == 0x906E)
    }

    @Test("Every entry of the tables follows from the polynomial", arguments: 0..<16)
    func table(zeros: Int) {
        for byte in 0..<256 {
            var register = UInt16(byte)
            for _ in 0..<8 * (zeros + 1) {
                register = register & 1 == 1 ? (register >> 1) ^ 0x8408 : register >> 1
            }
            #expect(frameCheckTable[256 * zeros + byte] == register, "byte \(byte)")
        }
    }

    @Test("Sixteen bytes a turn gives what bit by bit gives, for all lengths")
    func lengths() {
        var random = SeededRandom(1)
        for length in 0...300 {
            let bytes = random.bytes(length)
            #expect(
                frameCheckSequence(of: bytes.span.bytes) == Frames.checkSequence(bytes),
                "\(length) bytes"
            )
        }
    }

    @Test("A part is checked wherever it begins and ends", arguments: 0..<16)
    func alignments(start: Int) {
        var random = SeededRandom(2)
        let bytes = random.bytes(320)
        for end in stride(from: start, through: bytes.count, by: 7) {
            let sequence = ~FrameCheck.register(
                FrameCheck.initial,
                over: bytes.span.bytes,
                from: start,
                to: end
            )
            #expect(sequence == Frames.checkSequence(bytes[start..<end]), "\(start)..<\(end)")
        }
    }

    @Test("A sequence and its own check bytes leave the residue 0xF0B8")
    func residue() {
        var random = SeededRandom(3)
        for length in [0, 1, 7, 8, 9, 64, 2_045] {
            let bytes = random.bytes(length)
            let sequence = frameCheckSequence(of: bytes.span.bytes)
            let whole = bytes + [UInt8(sequence & 0xFF), UInt8(sequence >> 8)]
            #expect(frameCheckSequence(of: whole.span.bytes) == ~0xF0B8)
        }
    }
}
