import TestSupport
import Testing

@testable import DLMS

@Suite("Real streams", .enabled(if: Shared.isPresent, Shared.why))
struct RealStreamTests {
    static let files = [
        "norway/aidon-list3-a", "norway/aidon-list3-b", "norway/kaifa-list1", "norway/kaifa-list2",
        "norway/kamstrup-list2-a", "norway/kamstrup-list2-b", "norway/kamstrup-list2-c",
        "norway/kamstrup-list3-a", "sweden/aidon-long", "sweden/kaifa-annotated", "sweden/kamstrup-long",
        "sweden/kamstrup-short", "other/iskra-si-energy",
        "other/iskra-si-instant",
    ]

    @Test("A real frame comes out as it went in", arguments: files, Chunking.all)
    func single(file: String, _ chunking: Chunking) throws {
        let bytes = try Shared.capture(file)
        let decoded = decode(bytes, chunking)
        #expect(decoded == Decoded(frames: [Found(offset: 0, bytes: bytes)]))
    }

    @Test("A real frame cut anywhere does not hurt those behind it", arguments: files)
    func cut(file: String) throws {
        let frame = try Shared.capture(file)
        for length in 0..<frame.count - 1 {
            var stream = FrameStream()
            stream.addNoise(frame.prefix(length))
            stream.add(frame)
            stream.addSharingFlag(Specimen.short)
            for chunking in [Chunking.whole, .random(seed: UInt64(length))] {
                let decoded = decode(stream.bytes, chunking, isFinished: false)
                #expect(decoded.frames == stream.expected, "cut to \(length), \(chunking)")
            }
        }
    }

    @Test("All of them glued with one flag come out", arguments: Chunking.all)
    func glued(_ chunking: Chunking) throws {
        var stream = FrameStream()
        stream.add(Specimen.short)
        for file in Self.files { stream.addSharingFlag(try Shared.capture(file)) }
        #expect(decode(stream.bytes, chunking) == Decoded(frames: stream.expected))
    }

    /// The Danish one was made unreadable before it was published: its check sequence is not of its bytes.
    static let brokenFiles = [
        "broken/aidon-32-bytes", "broken/aidon-truncated", "broken/kamstrup-bad-fcs",
        "broken/kamstrup-ch-bad-fcs", "broken/kamstrup-truncated", "denmark/kamstrup-encrypted-nokey",
    ]

    @Test("The broken ones give no frame", arguments: brokenFiles)
    func broken(file: String) throws {
        let bytes = try Shared.capture(file)
        for chunking in Chunking.all {
            let decoded = decode(bytes, chunking)
            #expect(decoded.frames == [])
            #expect(decoded.places.map { $0.reduce(0, +) } == [bytes.count], "to the end")
        }
    }

    @Test(
        "Seven hours of a Kaifa are 11,959 frames with nothing between",
        .ownThread,
        arguments: Chunking.all
    )
    func sevenHours(_ chunking: Chunking) throws {
        let bytes = Array(try Shared.gunzip("captures/real/norway/kaifa-7-hours.bin.gz"))
        var expected: [Int] = []
        var start = 0
        while start + 2 < bytes.count {
            expected.append(start)
            start += (Int(bytes[start + 1] & 7) << 8 | Int(bytes[start + 2])) + 2
        }
        #expect(expected.count == 11_959)
        let decoded = decode(bytes, chunking)
        #expect(decoded.frames.map(\.offset) == expected)
        #expect(decoded.passedOver == [])
    }
}
