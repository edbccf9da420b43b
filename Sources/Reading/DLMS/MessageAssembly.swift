/// Puts messages together that came in several frames: segments of HDLC and of M-Bus, and blocks of a general block transfer.
///
/// A message that came in one frame is not touched: it is read where it lies.
public struct MessageAssembly: Sendable {
    /// What became of a frame.
    @frozen
    public enum Step: Sendable, Hashable {
        /// The frame's information is a whole message.
        case whole
        /// The frame was the last part of a message: it lies in `message`.
        case assembled
        /// More parts follow.
        case incomplete
    }

    private var segments = PartBuffer()
    private var blocks = PartBuffer()
    /// Nothing is being put together.
    @usableFromInline var isIdle = true
    private var blocksAreLast = false
    /// How many messages were given up because a part was missing or another began.
    public private(set) var abandoned = 0

    public init() {}

    /// The message that the last frame completed.
    public var message: RawSpan {
        @_lifetime(borrow self)
        get { blocksAreLast ? blocks.bytes : segments.bytes }
    }

    /// Takes the next frame.
    ///
    /// - Throws: a part that does not follow the one before, or more bytes than a message has; what was collected is
    ///   forgotten, and the next first part begins another message.
    @inlinable
    @inline(__always)
    public mutating func take(_ frame: borrowing Frame) throws(DecodingError) -> Step {
        if isIdle, frame.isWhole { return .whole }
        return try takePart(frame)
    }

    @usableFromInline
    @inline(never)
    mutating func takePart(_ frame: borrowing Frame) throws(DecodingError) -> Step {
        defer { isIdle = !segments.isOpen && !blocks.isOpen }
        return try takeAnyPart(frame)
    }

    private mutating func takeAnyPart(_ frame: borrowing Frame) throws(DecodingError) -> Step {
        let step = try takeSegment(frame)
        switch step {
        case .incomplete: return .incomplete
        case .whole: return try takeBlock(frame.information, orElse: .whole)
        case .assembled:
            // Taken out and put back, because `blocks` is written while these are read.
            let assembled = segments
            let step = try takeBlock(assembled.bytes, orElse: .assembled)
            if step == .assembled, !blocksAreLast { segments = assembled }
            return step
        }
    }

    // MARK: - Segments

    private mutating func takeSegment(_ frame: borrowing Frame) throws(DecodingError) -> Step {
        blocksAreLast = false
        let isFirst = beginsMessage(frame)
        if isFirst, segments.isOpen { abandonSegments() }
        if isFirst, !frame.isSegmented { return .whole }
        guard isFirst || segments.isOpen else {
            // A part of a message whose first part nobody saw; or a block, which has a number of its own.
            guard frame.link == .hdlc, !frame.isSegmented else { throw missing(frame, expected: 0) }
            return .whole
        }
        if isFirst {
            segments.open()
        } else if let number = frame.segmentNumber, Int(number) != segments.nextNumber & 0x0F {
            let expected = segments.nextNumber & 0x0F
            abandonSegments()
            throw missing(frame, expected: expected)
        }
        do throws(DecodingError) {
            try segments.append(frame.information)
        } catch {
            abandonSegments()
            throw error
        }
        if frame.isSegmented { return .incomplete }
        segments.close()
        return .assembled
    }

    /// Whether the frame holds the beginning of a message: M-Bus numbers its segments, and in HDLC only the first has the LLC
    /// header. Sixteen segments of M-Bus are as much as a message may have bytes, so number 0 never comes again in it.
    private func beginsMessage(_ frame: borrowing Frame) -> Bool {
        switch frame.link {
        case .telegram, .bare: true
        case .mbus: frame.segmentNumber == 0
        case .hdlc: LLCHeader.isAtStart(of: frame.information)
        }
    }

    private func missing(_ frame: borrowing Frame, expected: Int) -> DecodingError {
        DecodingError(.segmentMissing(found: Int(frame.segmentNumber ?? 0), expected: expected), at: 0)
    }

    private mutating func abandonSegments() {
        segments.close()
        abandoned += 1
    }

    // MARK: - Blocks

    private mutating func takeBlock(_ bytes: RawSpan, orElse other: Step) throws(DecodingError) -> Step {
        guard let header = try BlockHeader(parsing: bytes) else {
            if blocks.isOpen { abandonBlocks() }
            return other
        }
        if header.number == 1 {
            if blocks.isOpen { abandonBlocks() }
            blocks.open()
        }
        guard blocks.isOpen, header.number == blocks.nextNumber + 1 else {
            let expected = blocks.isOpen ? blocks.nextNumber + 1 : 1
            if blocks.isOpen { abandonBlocks() }
            throw DecodingError(.segmentMissing(found: header.number, expected: expected), at: 0)
        }
        do throws(DecodingError) {
            try blocks.append(bytes.extracting(header.content))
        } catch {
            abandonBlocks()
            throw error
        }
        guard header.isLast else { return .incomplete }
        blocks.close()
        blocksAreLast = true
        return .assembled
    }

    private mutating func abandonBlocks() {
        blocks.close()
        abandoned += 1
    }
}

extension Frame {
    /// Whether its information is a whole message by itself: not segmented, and no block of a block transfer.
    @inlinable
    @inline(__always)
    var isWhole: Bool {
        guard !shape.moreFollows, shape.segmentNumber == 0, information.byteCount > 4 else { return false }
        // The tag stands first, or behind the LLC header.
        let first = information.unsafeLoad(fromUncheckedByteOffset: 0, as: UInt8.self)
        let fourth = information.unsafeLoad(fromUncheckedByteOffset: 3, as: UInt8.self)
        return first != 0xE0 && fourth != 0xE0
    }
}

/// The parts collected so far.
struct PartBuffer: Sendable {
    private var collected: [UInt8] = []
    private(set) var isOpen = false
    /// How many parts there are, which is the number of the next, counted from 0.
    private(set) var nextNumber = 0

    /// The longest message that is put together: ten times the longest seen (360 bytes from a Landis+Gyr E450, Switzerland),
    /// and little enough for a small computer. So the number of parts is bounded too: each has a byte at least.
    static var maximumLength: Int { 4_096 }

    var bytes: RawSpan {
        @_lifetime(borrow self)
        get { collected.span.bytes }
    }

    mutating func open() {
        collected.removeAll(keepingCapacity: true)
        if collected.capacity < Self.maximumLength { collected.reserveCapacity(Self.maximumLength) }
        isOpen = true
        nextNumber = 0
    }

    mutating func append(_ part: RawSpan) throws(DecodingError) {
        guard part.byteCount > 0, part.byteCount <= Self.maximumLength - collected.count else {
            throw DecodingError(.messageTooLong(limit: Self.maximumLength), at: 0)
        }
        part.withUnsafeBytes { collected.append(contentsOf: $0) }
        nextNumber += 1
    }

    /// Takes no more parts; what was collected stays to be read.
    mutating func close() { isOpen = false }
}
