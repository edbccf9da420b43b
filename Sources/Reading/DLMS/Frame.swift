/// One good frame: a view over the received bytes, its check sequences right.
///
/// What it carries is in `information`: of HDLC and M-Bus an APDU or a segment of one, of P1 the whole telegram.
@frozen
public struct Frame: ~Escapable {
    /// How a message is wrapped on its way.
    @frozen
    public enum Link: Sendable, Hashable {
        /// HDLC, format type 3 (IEC 62056-46).
        case hdlc
        /// An M-Bus long frame (EN 13757-2).
        case mbus
        /// A P1 telegram: text (DSMR P1 companion standard; IEC 62056-21).
        case telegram
        /// Nothing around the APDU: what wrapped it has been taken off on the way.
        case bare
    }

    /// The whole frame, with what opens and closes it.
    public let bytes: RawSpan
    /// Where it begins in the stream, in bytes from the first.
    public let offset: Int
    @usableFromInline let shape: FrameShape

    @_lifetime(copy bytes)
    init(bytes: RawSpan, offset: Int, shape: FrameShape) {
        self.bytes = bytes
        self.offset = offset
        self.shape = shape
    }

    /// An APDU that came without a frame, as in a capture of what another program has unwrapped.
    ///
    /// No check sequence vouches for it: use it where the source does. Of more than 64 KiB, which no APDU has, it takes the first.
    @_lifetime(copy bareAPDU)
    public init(bareAPDU: RawSpan, offset: Int = 0) {
        let apdu = bareAPDU.extracting(first: Int(UInt16.max))
        self.init(
            bytes: apdu,
            offset: offset,
            shape: FrameShape(
                link: .bare,
                length: apdu.byteCount,
                information: 0..<apdu.byteCount,
                isChecked: false
            )
        )
    }

    @inlinable public var link: Link { shape.link }

    /// What the frame carries; empty in an HDLC frame without information.
    @inlinable
    public var information: RawSpan {
        @_lifetime(copy self)
        get { bytes.extracting(unchecked: shape.information) }
    }

    /// Whether a check sequence vouches for the bytes; older P1 telegrams and bare APDUs have none.
    public var hasCheckSequence: Bool { shape.isChecked }

    /// True when the APDU goes on in the next frame.
    @inlinable public var isSegmented: Bool { shape.moreFollows }

    /// The number of an M-Bus segment, 0…15; `nil` where segments are not numbered.
    @inlinable public var segmentNumber: UInt8? { shape.link == .mbus ? shape.segmentNumber : nil }
}

/// Where the parts of a frame lie: small enough to be handed on in two registers.
@usableFromInline
@frozen
struct FrameShape {
    @usableFromInline var frameLength: UInt32
    @usableFromInline var informationStart: UInt32
    @usableFromInline var informationEnd: UInt32
    @usableFromInline var link: Frame.Link
    @usableFromInline var moreFollows: Bool
    @usableFromInline var segmentNumber: UInt8
    @usableFromInline var isChecked: Bool

    /// - Parameters:
    ///   - length: of the whole frame; the longest is a telegram of four kilobytes, or what a caller holds as one APDU.
    ///   - information: what it carries, counted from its first byte.
    @inline(__always)
    init(
        link: Frame.Link,
        length: Int,
        information: Range<Int>,
        moreFollows: Bool = false,
        segmentNumber: UInt8 = 0,
        isChecked: Bool = true
    ) {
        self.link = link
        frameLength = UInt32(truncatingIfNeeded: length)
        informationStart = UInt32(truncatingIfNeeded: information.lowerBound)
        informationEnd = UInt32(truncatingIfNeeded: information.upperBound)
        self.moreFollows = moreFollows
        self.segmentNumber = segmentNumber
        self.isChecked = isChecked
    }

    var length: Int { Int(frameLength) }

    @inlinable var information: Range<Int> {
        Range(uncheckedBounds: (Int(informationStart), Int(informationEnd)))
    }
}

/// What stands at a place where a frame may begin.
enum FrameCandidate {
    case frame(FrameShape)
    /// As far as it goes it may be one, but the bytes end.
    case incomplete
    case bad(DecodingError.Reason)
    /// A flag before another: the second opens the frame.
    case repeatedFlag

    /// The first bytes of the frames that are looked for.
    static func opensFrame(_ byte: UInt8) -> Bool {
        byte == HDLCHeader.flag || byte == MBusHeader.start || byte == TelegramBounds.start
    }

    /// - Parameters:
    ///   - bytes: what has come so far.
    ///   - start: the index of a byte that opens a frame.
    @inline(__always)
    init(_ bytes: RawSpan, at start: Int) {
        do throws(DecodingError) {
            let shape = try Self.shape(bytes, at: start)
            self = shape.map { .frame($0) } ?? .incomplete
        } catch {
            let isRepeated = error.reason == .notFormatType3 && Self.isRepeatedFlag(bytes, at: start)
            self = isRepeated ? .repeatedFlag : .bad(error.reason)
        }
    }

    @inline(__always)
    private static func shape(_ bytes: RawSpan, at start: Int) throws(DecodingError) -> FrameShape? {
        let byte = bytes.unsafeLoad(fromUncheckedByteOffset: start, as: UInt8.self)
        if byte == HDLCHeader.flag { return try HDLCHeader.shape(bytes, at: start) }
        return byte == MBusHeader.start
            ? try MBusHeader.shape(bytes, at: start) : try TelegramBounds.shape(bytes, at: start)
    }

    private static func isRepeatedFlag(_ bytes: RawSpan, at index: Int) -> Bool {
        bytes.unsafeLoadUnaligned(fromByteOffset: index, as: UInt16.self) == 0x7E7E
    }
}
