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
        guard let start = nextOpening(bytes, from: index) else {
            if !isFill(bytes, index..<bytes.byteCount) { run.begin(at: base + index, .noFlag) }
            return bytes.byteCount
        }
        if start > index, !isFill(bytes, index..<start) { run.begin(at: base + index, .noFlag) }
        if isRepeatedFlag(bytes, at: start) {
            index = start + 1
            continue
        }
        switch FrameCandidate(bytes, at: start) {
        case .frame(let shape):
            let end = start + shape.length
            run.end(before: base + start..<base + end, passedOver)
            frame(Frame(bytes: bytes.extracting(start..<end), offset: base + start, shape: shape))
            // The closing flag of HDLC may be the opening one of the next frame.
            index = shape.link == .hdlc ? end - 1 : end
            if end == bytes.byteCount { return isLast ? end : index }
        case .bad(let reason):
            run.begin(at: base + start, reason)
            index = start + 1
        case .incomplete:
            if let inner = nextFrame(bytes, from: start + 1) {
                run.begin(at: base + start, .frameCutShort)
                index = inner
            } else if isLast {
                if start + 1 < bytes.byteCount { run.begin(at: base + start, .frameCutShort) }
                index = start + 1
            } else {
                return start
            }
        }
    }
    return bytes.byteCount
}

/// The first byte at or behind `start` that opens a frame.
private func nextOpening(_ bytes: RawSpan, from start: Int) -> Int? {
    var index = start
    while index < bytes.byteCount {
        if FrameCandidate.opensFrame(bytes.unsafeLoad(fromByteOffset: index, as: UInt8.self)) { return index }
        index += 1
    }
    return nil
}

/// Two flags, one behind the other: the second opens the frame.
private func isRepeatedFlag(_ bytes: RawSpan, at index: Int) -> Bool {
    index + 1 < bytes.byteCount
        && bytes.unsafeLoadUnaligned(fromByteOffset: index, as: UInt16.self) == 0x7E7E
}

/// Line ends between telegrams, which are no noise.
private func isFill(_ bytes: RawSpan, _ range: Range<Int>) -> Bool {
    for index in range {
        let byte = bytes.unsafeLoad(fromByteOffset: index, as: UInt8.self)
        guard byte == 0x0D || byte == 0x0A else { return false }
    }
    return true
}

/// The first flag at or behind `start` at which a whole good HDLC frame stands.
///
/// Only HDLC is looked for inside what is not complete yet: its two check sequences of 16 bits say that this is no chance. What
/// else stands there is found when the bytes before it have proved to be none.
private func nextFrame(_ bytes: RawSpan, from start: Int) -> Int? {
    for index in start..<max(start, bytes.byteCount)
    where bytes.unsafeLoad(fromByteOffset: index, as: UInt8.self) == HDLCHeader.flag {
        if case .frame = FrameCandidate(bytes, at: index) { return index }
    }
    return nil
}
