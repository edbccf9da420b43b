import DLMS
import Meters

/// What came out of a stream that was fed in chunks, to its end.
struct Passage: Equatable {
    /// A good frame, or a run of bytes that was none, in the order in which they were told.
    struct Piece: Equatable {
        var isFrame: Bool
        var offset: Int
        var count: Int

        var end: Int { offset + count }
    }

    private(set) var pieces: [Piece] = []
    private(set) var outcomes: [Outcome] = []
    /// True as long as each frame is what stands in the stream where it says that it stands.
    private var isTrue = true

    /// - Parameter sizes: of the chunks, again from the first when they are used up; all 0 counts as 1.
    init(_ stream: [UInt8], sizes: [Int]) {
        var decoder = FrameDecoder()
        var reader = MeterReader.new()
        var start = 0
        var turn = 0
        let largest = sizes.max() ?? 0
        while start < stream.count {
            let size = largest > 0 ? sizes[turn % sizes.count] : 1
            // An array of its own, so that the sanitizer sees a read behind the chunk's end.
            let chunk = Array(stream[start..<min(start + size, stream.count)])
            decoder.read(
                chunk.span.bytes,
                frame: { frame in
                    note(
                        isTrue: isSame(frame.bytes, stream, frame.offset),
                        frame.offset,
                        frame.bytes.byteCount
                    )
                    outcomes.append(reader.outcome(of: frame))
                },
                passedOver: { note($0) }
            )
            start += chunk.count
            turn += 1
        }
        decoder.finish(
            frame: { frame in
                note(isTrue: isSame(frame.bytes, stream, frame.offset), frame.offset, frame.bytes.byteCount)
                outcomes.append(reader.outcome(of: frame))
            },
            passedOver: { note($0) }
        )
    }

    private mutating func note(isTrue: Bool, _ offset: Int, _ count: Int) {
        self.isTrue = self.isTrue && isTrue
        pieces.append(Piece(isFrame: true, offset: offset, count: count))
    }

    private mutating func note(_ run: PassedOver) {
        pieces.append(Piece(isFrame: false, offset: run.offset, count: run.count))
    }

    /// Every piece lies in the stream, behind the one before; two frames may share a flag.
    func check(_ stream: [UInt8]) throws(BrokenPromise) {
        guard isTrue else { throw BrokenPromise("a frame is not what stands in the stream at its offset") }
        var last = Piece(isFrame: false, offset: 0, count: 0)
        for piece in pieces {
            let shared = last.isFrame && piece.isFrame ? 1 : 0
            guard piece.count > 0, piece.offset >= last.end - shared, piece.end <= stream.count else {
                throw BrokenPromise("\(piece) behind \(last) in \(stream.count) bytes")
            }
            last = piece
        }
    }
}

/// Whether the frame's bytes are those of the stream.
private func isSame(_ bytes: RawSpan, _ stream: [UInt8], _ offset: Int) -> Bool {
    guard offset >= 0, offset + bytes.byteCount <= stream.count else { return false }
    for index in 0..<bytes.byteCount
    where bytes.unsafeLoad(fromByteOffset: index, as: UInt8.self) != stream[offset + index] {
        return false
    }
    return true
}
