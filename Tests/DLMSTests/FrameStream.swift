import TestSupport
import Testing

@testable import DLMS

/// A good frame as it came out.
struct Found: Equatable {
    var offset: Int
    var bytes: [UInt8]
}

/// All that came out of a stream.
struct Decoded: Equatable {
    var frames: [Found] = []
    var passedOver: [PassedOver] = []

    /// Where, without why: what is wrong can look different when more bytes are there to see.
    var places: [[Int]] { passedOver.map { [$0.offset, $0.count] } }
}

/// How a stream is cut into reads.
enum Chunking: CustomTestStringConvertible, Sendable {
    case whole
    case byteByByte
    case random(seed: UInt64)

    static let all: [Chunking] = [.whole, .byteByByte, .random(seed: 1), .random(seed: 2)]

    var testDescription: String {
        switch self {
        case .whole: "whole"
        case .byteByByte: "byte by byte"
        case .random(let seed): "chunks of seed \(seed)"
        }
    }

    func chunks(of stream: [UInt8]) -> [Range<Int>] {
        switch self {
        case .whole: return [0..<stream.count]
        case .byteByByte: return stream.indices.map { $0..<$0 + 1 }
        case .random(let seed):
            var random = SeededRandom(seed)
            var chunks: [Range<Int>] = []
            var start = 0
            while start < stream.count {
                let longest = random.once(in: 10) ? 5_000 : 60
                let end = min(stream.count, start + Int.random(in: 0...longest, using: &random))
                chunks.append(start..<end)
                start = end
            }
            return chunks
        }
    }
}

/// Feeds a stream to a new decoder.
func decode(_ stream: [UInt8], _ chunking: Chunking = .whole, isFinished: Bool = true) -> Decoded {
    var decoder = FrameDecoder()
    var decoded = Decoded()
    for chunk in chunking.chunks(of: stream) {
        decoder.read(
            stream.span.bytes.extracting(chunk),
            frame: { decoded.frames.append(Found(offset: $0.offset, bytes: $0.bytes.array)) },
            passedOver: { decoded.passedOver.append($0) }
        )
        #expect(decoder.pendingCount <= FrameDecoder.capacity)
    }
    guard isFinished else { return decoded }
    decoder.finish(
        frame: { decoded.frames.append(Found(offset: $0.offset, bytes: $0.bytes.array)) },
        passedOver: { decoded.passedOver.append($0) }
    )
    #expect(decoder.pendingCount == 0)
    return decoded
}

/// A stream in the making, which knows what must come out of it.
struct FrameStream {
    private(set) var bytes: [UInt8] = []
    private(set) var expected: [Found] = []

    mutating func add(_ frame: [UInt8]) {
        expected.append(Found(offset: bytes.count, bytes: frame))
        bytes += frame
    }

    /// The closing flag of the frame before is the opening one of this.
    mutating func addSharingFlag(_ frame: [UInt8]) {
        bytes.removeLast()
        add(frame)
    }

    mutating func addNoise(_ noise: some Collection<UInt8>) {
        bytes += noise
    }
}

extension RawSpan {
    var array: [UInt8] { withUnsafeBytes { Array($0) } }
}

/// Frames of every shape, made here.
enum Specimen {
    static let short = Frames.frame([0xE6, 0xE7, 0x00, 0x0F, 0x40, 0, 0, 0, 0])
    static let bare = Frames.frame(nil)
    static let empty = Frames.frame([])
    static let ofFlags = Frames.frame(Array(repeating: 0x7E, count: 40))
    static let longest = Frames.frame((0..<2_035).map { UInt8(truncatingIfNeeded: $0 &* 31) })
    static let all = [short, bare, empty, ofFlags, longest]
}
