import DLMS

/// The first four bytes of the input are the sizes of the chunks, the rest the stream.
enum StreamEntry {
    static func run(_ input: [UInt8]) throws(BrokenPromise) {
        try check(Array(input.dropFirst(4)), sizes: input.prefix(4).map(Int.init))
    }

    /// Feeds a stream whole and cut: the same has to come of it.
    static func check(_ stream: [UInt8], sizes: [Int]) throws(BrokenPromise) {
        let whole = Passage(stream, sizes: [max(stream.count, 1)])
        try whole.check(stream)
        let cut = Passage(stream, sizes: sizes)
        try cut.check(stream)
        guard whole != cut, !hasFrameInFrame(stream) else { return }
        throw BrokenPromise("whole: \(whole), in chunks of \(sizes): \(cut)")
    }

    /// Whether a good frame stands inside another, or across its end: then which of the two is found may depend on what has
    /// come so far, and no meter sends such a thing.
    private static func hasFrameInFrame(_ stream: [UInt8]) -> Bool {
        var end = 0
        for start in stream.indices {
            guard let count = frame(at: start, stream) else { continue }
            if start < end - 1 { return true }
            end = max(end, start + count)
        }
        return false
    }

    /// The length of the good frame that begins at `start`.
    private static func frame(at start: Int, _ stream: [UInt8]) -> Int? {
        var decoder = FrameDecoder()
        var count: Int?
        let rest = Array(stream[start...])
        decoder.read(
            rest.span.bytes,
            frame: { if $0.offset == 0 { count = $0.bytes.byteCount } },
            passedOver: { _ in }
        )
        return count
    }
}
