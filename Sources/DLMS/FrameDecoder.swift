/// Finds HDLC frames in a stream of bytes, however it is cut: byte by byte, several frames in one read, a flag shared by
/// two frames, noise between them.
///
/// A frame that lies whole in what was read is handed on where it lies; only one that is cut is put together in a buffer
/// of at most two frames. After bad bytes it goes on at the next flag *inside* them, so that a frame behind a broken one
/// is never lost, and it does not wait for the rest of a broken frame when a good one has come meanwhile.
public struct FrameDecoder: ~Copyable {
    private var pending: [UInt8] = []
    /// Where `pending`, or the next byte to come, stands in the stream.
    private var offset = 0
    private var run = BadRun()

    public init() {
        pending.reserveCapacity(Self.capacity)
    }

    /// Two of the longest frames: one may wait for its end while the next is looked for inside it.
    static let capacity = 2 * (HDLCHeader.maximumLength + 2)

    /// How many bytes wait for the rest of their frame.
    var pendingCount: Int { pending.count }

    /// Takes the next bytes and hands on what they complete, in order.
    ///
    /// - Parameters:
    ///   - bytes: any number of bytes, as received.
    ///   - frame: is handed each good frame; it is a view and cannot be kept.
    ///   - passedOver: is told of each run of bytes that was no frame, when the next good frame ends it.
    public mutating func read(
        _ bytes: RawSpan,
        frame: (borrowing HDLCFrame) -> Void,
        passedOver: (PassedOver) -> Void
    ) {
        var rest = bytes
        // The closing flag may open the next frame too, so it waits; when another flag comes, that one does.
        if pending.count == 1, rest.byteCount > 0, rest.unsafeLoad(as: UInt8.self) == HDLCHeader.flag {
            drop(1)
        }
        while !pending.isEmpty, rest.byteCount > 0 {
            let old = pending.count
            let taken = min(rest.byteCount, Self.capacity - old)
            append(rest.extracting(0..<taken))
            let kept = scanPending(isLast: false, frame, passedOver)
            if kept >= old {
                // What is unfinished began in this read: go on where it lies.
                rest = rest.extracting((kept - old)...)
                drop(pending.count, counting: kept)
            } else {
                drop(kept)
                rest = rest.extracting(taken...)
            }
        }
        guard rest.byteCount > 0 else { return }
        let kept = scan(rest, offset, &run, false, frame, passedOver)
        offset += kept
        append(rest.extracting(kept...))
    }

    /// Says that no more bytes come: what is unfinished is passed over, and good frames inside it are handed on.
    public mutating func finish(
        frame: (borrowing HDLCFrame) -> Void,
        passedOver: (PassedOver) -> Void
    ) {
        let kept = scanPending(isLast: true, frame, passedOver)
        drop(kept)
        run.end(at: offset + pending.count, passedOver)
        drop(pending.count)
    }

    private mutating func scanPending(
        isLast: Bool,
        _ frame: (borrowing HDLCFrame) -> Void,
        _ passedOver: (PassedOver) -> Void
    ) -> Int {
        // A copy, because `pending` is borrowed meanwhile.
        var run = run
        let kept = scan(pending.span.bytes, offset, &run, isLast, frame, passedOver)
        self.run = run
        return kept
    }

    private mutating func append(_ bytes: RawSpan) {
        bytes.withUnsafeBytes { pending.append(contentsOf: $0) }
    }

    /// Forgets the first bytes of `pending`; `counting` says how far the stream has moved, if less.
    private mutating func drop(_ count: Int, counting: Int? = nil) {
        offset += counting ?? count
        if count == pending.count {
            pending.removeAll(keepingCapacity: true)
        } else {
            pending.removeFirst(count)
        }
    }
}

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
private struct BadRun {
    private var start: (offset: Int, reason: DecodingError.Reason)?
    /// Where the last good frame ended. Its closing flag may be the opening one of the next, but never of bad bytes.
    private var frameEnd = 0

    mutating func begin(at offset: Int, _ reason: DecodingError.Reason) {
        if start == nil { start = (max(offset, frameEnd), reason) }
    }

    /// A good frame ends the run.
    mutating func end(before frame: Range<Int>, _ passedOver: (PassedOver) -> Void) {
        end(at: frame.lowerBound, passedOver)
        frameEnd = frame.upperBound
    }

    mutating func end(at offset: Int, _ passedOver: (PassedOver) -> Void) {
        guard let start else { return }
        passedOver(PassedOver(offset: start.offset, count: offset - start.offset, reason: start.reason))
        self.start = nil
    }
}

/// Hands on the frames that lie whole in `bytes`, of which the first stands at `base` in the stream.
///
/// - Returns: the index from which the bytes have to be kept: an opening flag whose frame is not complete, or the end.
private func scan(
    _ bytes: RawSpan,
    _ base: Int,
    _ run: inout BadRun,
    _ isLast: Bool,
    _ frame: (borrowing HDLCFrame) -> Void,
    _ passedOver: (PassedOver) -> Void
) -> Int {
    var index = 0
    while index < bytes.byteCount {
        guard let flag = nextFlag(bytes, from: index) else {
            run.begin(at: base + index, .noFlag)
            return bytes.byteCount
        }
        if flag > index { run.begin(at: base + index, .noFlag) }
        switch Candidate(bytes, at: flag) {
        case .flagOnly:
            index = flag + 1
        case .frame(let header):
            let end = flag + header.frameLength
            run.end(before: base + flag..<base + end, passedOver)
            frame(HDLCFrame(bytes: bytes.extracting(flag..<end), offset: base + flag, header: header))
            // The closing flag may be the opening one of the next frame.
            index = end - 1
        case .bad(let error):
            run.begin(at: base + flag, error.reason)
            index = flag + 1
        case .incomplete:
            if let inner = nextFrame(bytes, from: flag + 1) {
                run.begin(at: base + flag, .frameCutShort)
                index = inner
            } else if isLast {
                if flag + 1 < bytes.byteCount { run.begin(at: base + flag, .frameCutShort) }
                index = flag + 1
            } else {
                return flag
            }
        }
    }
    return bytes.byteCount
}

/// What stands at a flag.
private enum Candidate {
    case flagOnly
    case frame(HDLCHeader)
    case bad(DecodingError)
    case incomplete

    init(_ bytes: RawSpan, at flag: Int) {
        if flag + 1 < bytes.byteCount,
            bytes.unsafeLoad(fromByteOffset: flag + 1, as: UInt8.self) == HDLCHeader.flag
        {
            self = .flagOnly
            return
        }
        do {
            guard let header = try HDLCHeader(parsing: bytes, at: flag) else {
                self = .incomplete
                return
            }
            self = Self.checked(header, bytes, at: flag)
        } catch {
            self = .bad(error)
        }
    }

    private static func checked(_ header: HDLCHeader, _ bytes: RawSpan, at flag: Int) -> Candidate {
        let end = flag + header.frameLength
        guard end <= bytes.byteCount else { return .incomplete }
        guard bytes.unsafeLoad(fromByteOffset: end - 1, as: UInt8.self) == HDLCHeader.flag else {
            return .bad(DecodingError(.noClosingFlag, at: end - 1))
        }
        let low = bytes.unsafeLoad(fromByteOffset: end - 3, as: UInt8.self)
        let high = bytes.unsafeLoad(fromByteOffset: end - 2, as: UInt8.self)
        guard frameCheckSequence(of: bytes, from: flag + 1, to: end - 3) == UInt16(high) << 8 | UInt16(low)
        else {
            return .bad(DecodingError(.frameCheckSequence, at: end - 3))
        }
        return .frame(header)
    }
}

private func nextFlag(_ bytes: RawSpan, from start: Int) -> Int? {
    var index = start
    while index < bytes.byteCount {
        if bytes.unsafeLoad(fromByteOffset: index, as: UInt8.self) == HDLCHeader.flag { return index }
        index += 1
    }
    return nil
}

/// The first flag at or behind `start` at which a whole good frame stands.
private func nextFrame(_ bytes: RawSpan, from start: Int) -> Int? {
    var index = start
    while let flag = nextFlag(bytes, from: index) {
        if case .frame = Candidate(bytes, at: flag) { return flag }
        index = flag + 1
    }
    return nil
}
