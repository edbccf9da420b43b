import TestSupport
import Testing

@testable import DLMS

@Suite("Frame decoder")
struct FrameDecoderTests {
    /// Frames one after the other, each with flags of its own, with a shared one, and with more than needed.
    private static var mixed: FrameStream {
        var stream = FrameStream()
        for frame in Specimen.all { stream.add(frame) }
        for frame in Specimen.all { stream.addSharingFlag(frame) }
        for frame in Specimen.all {
            stream.addNoise([0x7E])
            stream.add(frame)
            stream.addNoise([0x7E, 0x7E])
        }
        return stream
    }

    @Test("Frames come out whole and in order, however the stream is cut", arguments: Chunking.all)
    func chunkings(_ chunking: Chunking) {
        let stream = Self.mixed
        let decoded = decode(stream.bytes, chunking)
        #expect(decoded.frames == stream.expected)
        #expect(decoded.passedOver == [])
    }

    @Test("Noise before, between and after frames loses none", .ownThread, arguments: 0..<20, Chunking.all)
    func noise(seed: Int, _ chunking: Chunking) {
        var random = SeededRandom(UInt64(seed))
        var stream = FrameStream()
        for _ in 0..<12 {
            var noise = random.bytes(Int.random(in: 0...80, using: &random))
            // Flags and format bytes, which noise has too few of to be dangerous.
            for index in noise.indices where random.once(in: 6) {
                noise[index] = random.once(in: 2) ? 0x7E : 0xA0
            }
            stream.addNoise(noise)
            let frame = Specimen.all.randomElement(using: &random) ?? Specimen.short
            if stream.bytes.last == 0x7E, random.once(in: 2) {
                stream.addSharingFlag(frame)
            } else {
                stream.add(frame)
            }
        }
        stream.addNoise(random.bytes(30))
        let decoded = decode(stream.bytes, chunking)
        #expect(decoded.frames == stream.expected)
        #expect(decoded.places == decode(stream.bytes).places)
    }

    @Test("A frame cut anywhere does not hurt those behind it", arguments: [Specimen.short, Specimen.empty])
    func cut(_ frame: [UInt8]) {
        for length in 0..<frame.count {
            var stream = FrameStream()
            // Without its closing flag alone it is whole: the next frame's opening flag closes it.
            if length == frame.count - 1 {
                stream.add(frame)
                stream.addSharingFlag(Specimen.short)
            } else {
                stream.addNoise(frame.prefix(length))
                stream.add(Specimen.short)
            }
            stream.add(Specimen.bare)
            for chunking in Chunking.all {
                let decoded = decode(stream.bytes, chunking, isFinished: false)
                #expect(decoded.frames == stream.expected, "cut to \(length), \(chunking)")
            }
        }
    }

    @Test("A frame that claims 2047 bytes and has none does not hold up the next", arguments: Chunking.all)
    func claim(_ chunking: Chunking) {
        var stream = FrameStream()
        stream.addNoise(Frames.header(claiming: 2_047))
        stream.add(Specimen.short)
        stream.add(Specimen.short)
        #expect(decode(stream.bytes, chunking, isFinished: false).frames == stream.expected)
    }

    @Test("Headers inside headers that never end lose no frame", arguments: Chunking.all)
    func nestedHeaders(_ chunking: Chunking) {
        var stream = FrameStream()
        for depth in 0..<60 {
            stream.addNoise(Frames.header(claiming: 2_047 - depth))
            if depth.isMultiple(of: 20) { stream.add(Specimen.short) }
        }
        stream.add(Specimen.ofFlags)
        stream.add(Specimen.bare)
        #expect(decode(stream.bytes, chunking, isFinished: false).frames == stream.expected)
    }

    @Test("Ten thousand flags are idle time and nothing else", arguments: Chunking.all)
    func flags(_ chunking: Chunking) {
        var stream = FrameStream()
        stream.addNoise(Array(repeating: 0x7E, count: 10_000))
        stream.add(Specimen.short)
        let decoded = decode(stream.bytes, chunking)
        #expect(decoded.frames == stream.expected)
        #expect(decoded.passedOver == [])
    }

    @Test(
        "A frame with one wrong bit anywhere is not taken for a frame",
        arguments: [Specimen.short, Specimen.bare]
    )
    func wrongBit(_ frame: [UInt8]) {
        for index in 1..<frame.count - 1 {
            for bit in 0..<8 {
                var wrong = frame
                wrong[index] ^= 1 << UInt8(bit)
                let decoded = decode(wrong + Specimen.empty)
                #expect(decoded.frames.map(\.bytes) == [Specimen.empty], "bit \(bit) of byte \(index)")
            }
        }
    }

    @Test("Random bytes are no frames", .ownThread, arguments: 0..<4)
    func random(seed: Int) {
        var random = SeededRandom(UInt64(1_000 + seed))
        let bytes = random.bytes(1_000_000)
        let decoded = decode(bytes, seed.isMultiple(of: 2) ? .whole : .random(seed: 3))
        #expect(decoded.frames == [])
        #expect(decoded.passedOver.count == 1)
    }

    @Test("Random flags and format bytes are no frames and keep the buffer small", .ownThread)
    func randomHeads() {
        var random = SeededRandom(5)
        let alphabet: [UInt8] = [0x7E, 0xA0, 0xA7, 0x01, 0x00, 0xFF]
        let bytes = (0..<60_000).map { _ in alphabet.randomElement(using: &random) ?? 0 }
        let whole = decode(bytes)
        #expect(whole.frames == [])
        #expect(decode(bytes, .byteByByte) == whole)
    }
}
