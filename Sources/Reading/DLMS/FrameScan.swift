/// Hands on the frames that lie whole in `bytes`, of which the first stands at `base` in the stream.
///
/// - Returns: the index from which the bytes have to be kept: where a frame opens that is not complete, or the end.
func scan(
    _ bytes: RawSpan,
    _ base: Int,
    _ run: inout BadRun,
    _ isLast: Bool,
    _ frame: (borrowing Frame) -> Void,
    _ passedOver: (PassedOver) -> Void
) -> Int {
    var index = 0
    while index < bytes.byteCount {
        let opening = nextOpening(bytes, from: index)
        if opening > index {
            beginRun(bytes, index..<opening, base, &run)
            guard opening < bytes.byteCount else { return opening }
        }
        switch FrameCandidate(bytes, at: opening) {
        case .frame(let shape):
            let end = opening &+ shape.length
            run.end(before: base &+ opening, behind: base &+ end, passedOver)
            frame(
                Frame(
                    bytes: bytes.extracting(unchecked: opening..<end),
                    offset: base &+ opening,
                    shape: shape
                )
            )
            // The closing flag of HDLC may be the opening one of the next frame.
            index = shape.link == .hdlc ? end &- 1 : end
            if end == bytes.byteCount { return isLast ? end : index }
        case .repeatedFlag:
            index = opening + 1
        case .bad(let reason):
            run.begin(at: base + opening, reason)
            index = opening + 1
        case .incomplete:
            if hasFrame(bytes, from: opening + 1) {
                // Not on to that frame at once: a telegram or a long frame may stand before it.
                run.begin(at: base + opening, .frameCutShort)
                index = opening + 1
            } else if isLast {
                if opening + 1 < bytes.byteCount { run.begin(at: base + opening, .frameCutShort) }
                index = opening + 1
            } else {
                return opening
            }
        }
    }
    return bytes.byteCount
}

/// The first byte at or behind `start` that opens a frame; the end when no byte does.
@inline(__always)
private func nextOpening(_ bytes: RawSpan, from start: Int) -> Int {
    var index = start
    while index < bytes.byteCount {
        if FrameCandidate.opensFrame(bytes.unsafeLoad(fromUncheckedByteOffset: index, as: UInt8.self)) {
            return index
        }
        index &+= 1
    }
    return index
}

/// Begins a run at the first byte that is no line end: those between telegrams are no noise.
private func beginRun(_ bytes: RawSpan, _ range: Range<Int>, _ base: Int, _ run: inout BadRun) {
    for index in range {
        let byte = bytes.unsafeLoad(fromByteOffset: index, as: UInt8.self)
        guard byte == 0x0D || byte == 0x0A else {
            run.begin(at: base + index, .noFlag)
            return
        }
    }
}

/// Whether a whole good HDLC frame stands at a flag at or behind `start`.
///
/// Only HDLC is looked for behind what is not complete yet: its two check sequences of 16 bits say that this is no chance. What
/// else stands there is found when the bytes before it have proved to be none.
private func hasFrame(_ bytes: RawSpan, from start: Int) -> Bool {
    for index in start..<max(start, bytes.byteCount)
    where bytes.unsafeLoad(fromByteOffset: index, as: UInt8.self) == HDLCHeader.flag {
        if case .frame = FrameCandidate(bytes, at: index) { return true }
    }
    return false
}
