import TestSupport
import Testing

@testable import DLMS

@Suite("Bytes passed over")
struct PassedOverTests {
    struct Case: CustomTestStringConvertible {
        var testDescription: String
        /// What stands before a good frame.
        var bytes: [UInt8]
        var offset = 0
        var reason: DecodingError.Reason

        init(_ name: String, _ bytes: [UInt8], from offset: Int = 0, _ reason: DecodingError.Reason) {
            testDescription = name
            self.bytes = bytes
            self.offset = offset
            self.reason = reason
        }
    }

    private static var wrongHeader: [UInt8] {
        var frame = Specimen.short
        frame[7] ^= 1
        return frame
    }

    private static var wrongEnd: [UInt8] {
        var frame = Specimen.short
        frame[frame.count - 2] ^= 1
        return frame
    }

    private static var lengthBetween: [UInt8] {
        let body: [UInt8] = [0xA0, 0x08, 1, 1, 0x13]
        return [0x7E] + body + Frames.checkBytes(body)
    }

    static let cases = [
        Case("noise without a flag", [1, 2, 3], .noFlag),
        Case("noise with flags in front", [0x7E, 0x7E, 0x31, 0x32], from: 1, .notFormatType3),
        Case("another format type", [0x7E, 0xB0, 0x10, 0x00], .notFormatType3),
        Case("a length without room for a header", [0x7E, 0xA0, 0x06, 0x01, 0x01], .frameTooShort),
        Case("a length between a frame without information and one with", lengthBetween, .frameTooShort),
        Case("five bytes of destination", [0x7E, 0xA0, 0x20, 2, 2, 2, 2, 3], .addressTooLong),
        Case("five bytes of source", [0x7E, 0xA0, 0x20, 3, 2, 2, 2, 2, 3], .addressTooLong),
        Case("a wrong header check sequence", wrongHeader, .headerCheckSequence),
        Case("a wrong frame check sequence", wrongEnd, .frameCheckSequence),
        Case("no flag at the end", Specimen.short.dropLast() + [0x00], .noClosingFlag),
        Case(
            "a good frame before noise",
            Specimen.short + [9, 9],
            from: Specimen.short.count,
            .notFormatType3
        ),
    ]

    @Test("What was passed over is told, from where to where and why", arguments: cases, Chunking.all)
    func reported(_ bad: Case, _ chunking: Chunking) {
        let decoded = decode(bad.bytes + Specimen.bare, chunking)
        #expect(decoded.frames.last == Found(offset: bad.bytes.count, bytes: Specimen.bare))
        #expect(
            decoded.passedOver == [
                PassedOver(offset: bad.offset, count: bad.bytes.count - bad.offset, reason: bad.reason)
            ]
        )
    }

    @Test("At the end the unfinished is told too", arguments: Chunking.all)
    func finish(_ chunking: Chunking) {
        let start = Specimen.short.count
        let half = decode(Specimen.short + Specimen.longest.prefix(1_000), chunking)
        #expect(half.passedOver == [PassedOver(offset: start, count: 1_000, reason: .frameCutShort)])
        let noise = decode(Specimen.short + [1, 2, 3], chunking)
        #expect(noise.places == [[start, 3]])
        #expect(decode(Specimen.short + [0x7E], chunking).passedOver == [])
        #expect(decode([], chunking) == Decoded())
    }

    @Test("The end finds the frames inside an unfinished one", arguments: Chunking.all)
    func finishFinds(_ chunking: Chunking) {
        let head = Frames.header(claiming: 900)
        let decoded = decode(head + Specimen.short, chunking)
        #expect(decoded.frames == [Found(offset: head.count, bytes: Specimen.short)])
        #expect(decoded.passedOver == [PassedOver(offset: 0, count: head.count, reason: .frameCutShort)])
    }

    @Test("After the end a decoder goes on with the offsets of the stream")
    func afterFinish() {
        let frame = Specimen.short
        var decoder = FrameDecoder()
        var offsets: [Int] = []
        for _ in 0..<2 {
            decoder.read(
                frame.span.bytes,
                frame: { offsets.append($0.offset) },
                passedOver: { _ in }
            )
            decoder.finish(frame: { _ in }, passedOver: { _ in })
        }
        #expect(offsets == [0, frame.count])
    }

    @Test("A long run is told once, however long", arguments: Chunking.all)
    func longRun(_ chunking: Chunking) {
        let noise = Array(repeating: UInt8(0x55), count: 20_000)
        let decoded = decode(noise + Specimen.bare, chunking)
        #expect(decoded.passedOver == [PassedOver(offset: 0, count: 20_000, reason: .noFlag)])
    }

    @Test(
        "The stretches rise while nothing but bad bytes come, and a short run is one",
        arguments: [1, 100, 4_096]
    )
    func stretches(chunk: Int) {
        var decoder = FrameDecoder()
        var runs = 0
        var last = 0
        for _ in 0..<(8_192 / chunk) {
            let noise = [UInt8](repeating: 0, count: chunk)
            decoder.read(
                noise.span.bytes,
                frame: { _ in Issue.record("a frame") },
                passedOver: { _ in runs += 1 }
            )
            #expect(decoder.badStretches >= last)
            last = decoder.badStretches
        }
        #expect(runs == 0, "the run has not ended")
        #expect(last == (8_192 / chunk * chunk + 255) / 256)
        let good = Specimen.short + [9, 9] + Specimen.short
        decoder.read(good.span.bytes, frame: { _ in }, passedOver: { _ in runs += 1 })
        #expect(runs == 2)
        #expect(decoder.badStretches == last + 1)
    }
}
