/// Finds frames in a stream of bytes, however it is cut: byte by byte, several frames in one read, a flag shared by two
/// frames, noise between them. HDLC frames, M-Bus long frames and P1 telegrams, each told by how it begins.
///
/// A frame that lies whole in what was read is handed on where it lies; only one that is cut is put together in a buffer
/// of at most two frames. After bad bytes it goes on at the next flag *inside* them, so that a frame behind a broken one
/// is never lost, and it does not wait for the rest of a broken frame when a good one has come meanwhile.
public struct FrameDecoder: ~Copyable {
    private var pending: [UInt8] = []
    /// Where `pending`, or the next byte to come, stands in the stream.
    private var offset = 0
    private var run = BadRun()
    /// The last byte was the closing flag of a good frame. It may open the next frame too, so it waits; it is not in `pending`.
    private var flagWaits = false

    public init() {
        pending.reserveCapacity(Self.capacity)
    }

    /// Two of the longest frames: one may wait for its end while the next is looked for inside it.
    static var capacity: Int { 2 * (TelegramBounds.maximumLength + 8) }

    /// Stretches of bad bytes so far: each run of them is one, and a long one counts again for each 256 bytes, so that
    /// the number rises while nothing but bad bytes come. A run is handed on as `PassedOver` only when it ends.
    public var badStretches: Int { run.stretches(upTo: offset) }

    /// How many bytes wait for the rest of their frame.
    var pendingCount: Int { pending.count + (flagWaits ? 1 : 0) }

    /// Takes the next bytes and hands on what they complete, in order.
    ///
    /// - Parameters:
    ///   - bytes: any number of bytes, as received.
    ///   - acceptsBareAPDU: whether `bytes` may be one whole APDU without a frame, as captures of what other programs have
    ///     unwrapped are. Never for a port: nothing vouches for the bytes then.
    ///   - frame: is handed each good frame; it is a view and cannot be kept.
    ///   - passedOver: is told of each run of bytes that was no frame, when the next good frame ends it.
    public mutating func read(
        _ bytes: RawSpan,
        acceptsBareAPDU: Bool = false,
        frame: (borrowing Frame) -> Void,
        passedOver: (PassedOver) -> Void
    ) {
        guard bytes.byteCount > 0 else { return }
        if acceptsBareAPDU, pending.isEmpty, isWholeAPDU(bytes) {
            run.end(before: offset, behind: offset + bytes.byteCount, passedOver)
            frame(Frame(bareAPDU: bytes, offset: offset))
            offset += bytes.byteCount
            return
        }
        if flagWaits { takeWaitingFlag(before: bytes) }
        var rest = bytes
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
        guard kept < rest.byteCount else { return }
        if rest.byteCount - kept == 1,
            rest.unsafeLoad(fromByteOffset: kept, as: UInt8.self) == HDLCHeader.flag
        {
            flagWaits = true
        } else {
            append(rest.extracting(kept...))
        }
    }

    /// Where another flag comes behind the waiting one, that opens the next frame; else the waiting one does.
    @inline(__always)
    private mutating func takeWaitingFlag(before bytes: RawSpan) {
        flagWaits = false
        if bytes.unsafeLoad(as: UInt8.self) == HDLCHeader.flag {
            offset += 1
        } else {
            pending.append(HDLCHeader.flag)
        }
    }

    /// Says that no more bytes come: what is unfinished is passed over, and good frames inside it are handed on.
    public mutating func finish(
        frame: (borrowing Frame) -> Void,
        passedOver: (PassedOver) -> Void
    ) {
        if flagWaits {
            flagWaits = false
            offset += 1
        }
        let kept = scanPending(isLast: true, frame, passedOver)
        drop(kept)
        run.end(at: offset + pending.count, passedOver)
        drop(pending.count)
    }

    private mutating func scanPending(
        isLast: Bool,
        _ frame: (borrowing Frame) -> Void,
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
