/// A run of bytes in which no good frame was found.
public struct PassedOver: Sendable, Hashable {
    /// Where it begins in the stream.
    public var offset: Int
    /// How many bytes.
    public var count: Int
    /// What was wrong at its beginning, as far as it could be seen when it was passed over: a frame cut short says so when
    /// the next one comes, and has a wrong check sequence when both came in one read.
    public var reason: DecodingError.Reason
}

/// The run of bad bytes that has not ended yet: only its beginning is kept, however long it gets.
struct BadRun {
    private var start: (offset: Int, reason: DecodingError.Reason)?
    /// Where the last good frame ended. Its closing flag may be the opening one of the next, but never of bad bytes.
    private var frameEnd = 0
    /// Stretches of the runs that have ended.
    private var stretches = 0

    /// The bytes of a stretch: about as many as a list has.
    private static var stretchLength: Int { 256 }

    /// Stretches of bad bytes so far, of a run that goes on as far as `offset`: each run is one, and one more for each
    /// 256 bytes.
    func stretches(upTo offset: Int) -> Int {
        guard let start, offset > start.offset else { return stretches }
        return stretches + (offset - start.offset + Self.stretchLength - 1) / Self.stretchLength
    }

    mutating func begin(at offset: Int, _ reason: DecodingError.Reason) {
        if start == nil { start = (max(offset, frameEnd), reason) }
    }

    /// A good frame ends the run.
    @inline(__always)
    mutating func end(before start: Int, behind end: Int, _ passedOver: (PassedOver) -> Void) {
        if self.start != nil { self.end(at: start, passedOver) }
        frameEnd = end
    }

    @inline(never)
    mutating func end(at offset: Int, _ passedOver: (PassedOver) -> Void) {
        guard let start else { return }
        stretches = stretches(upTo: offset)
        self.start = nil
        guard offset > start.offset else { return }
        passedOver(PassedOver(offset: start.offset, count: offset - start.offset, reason: start.reason))
    }
}
