/// One good HDLC frame: a view over the received bytes, header and frame check sequences both right.
///
///     7E │ A0 E2  │ 2B          │ 21     │ 13      │ 23 9A │ E6 E7 00 0F …  │ 2F 59 │ 7E
///     flag format   destination   source   control   HCS     information      FCS     flag
///
/// Format type 3 of ISO/IEC 13239, as IEC 62056-46, 6.4 uses it: `1010 S LLL LLLLLLLL`, S = more segments follow,
/// L = bytes between the flags. There is no byte stuffing: 7E may stand inside.
public struct HDLCFrame: ~Escapable {
    /// The whole frame, flags included.
    public let bytes: RawSpan
    /// Where its opening flag stands in the stream, in bytes from the first.
    public let offset: Int
    let header: HDLCHeader

    @_lifetime(copy bytes)
    init(bytes: RawSpan, offset: Int, header: HDLCHeader) {
        self.bytes = bytes
        self.offset = offset
        self.header = header
    }

    /// What the frame carries: an LLC header and (a segment of) an APDU. Empty in frames without.
    public var information: RawSpan {
        @_lifetime(copy self)
        get {
            let end = bytes.byteCount - 3
            return bytes.extracting(min(header.informationStart, end)..<end)
        }
    }

    /// True when the APDU goes on in the next frame.
    public var isSegmented: Bool { header.isSegmented }

    /// The control byte: 0x13 is an unnumbered information frame, which is what meters push.
    public var control: UInt8 { header.control }
}

/// The fields of a frame's header, as places: 1 to 4 bytes of address make them move.
struct HDLCHeader {
    /// Bytes between the flags, 7…2047.
    var length: Int
    var isSegmented: Bool
    var control: UInt8
    /// Where the information field begins, counted from the opening flag.
    var informationStart: Int

    /// The whole frame with both flags.
    var frameLength: Int { length + 2 }

    /// Of eleven bits.
    static let maximumLength = 2_047
    /// Format (2), two addresses of one byte, control, FCS (2).
    static let minimumLength = 7
    static let flag: UInt8 = 0x7E

    /// Reads and checks the header of the frame whose opening flag stands at `flagIndex`.
    ///
    /// - Returns: `nil` when the bytes end before the header does.
    /// - Throws: what makes it no header, with the index of the byte at fault.
    init?(parsing bytes: RawSpan, at flagIndex: Int) throws(DecodingError) {
        var reader = ByteReader(bytes, from: flagIndex + 1)
        guard let formatHigh = reader.next() else { return nil }
        guard formatHigh & 0xF0 == 0xA0 else { throw DecodingError(.notFormatType3, at: flagIndex + 1) }
        guard let formatLow = reader.next() else { return nil }
        length = Int(formatHigh & 0x07) << 8 | Int(formatLow)
        guard length >= Self.minimumLength else { throw DecodingError(.frameTooShort, at: flagIndex + 1) }
        isSegmented = formatHigh & 0x08 != 0
        control = 0
        informationStart = 0
        for _ in 0..<2 {
            guard try reader.skipAddress() else { return nil }
        }
        guard let control = reader.next() else { return nil }
        self.control = control
        let headerEnd = reader.position - flagIndex
        // A frame without information has no header check sequence of its own (IEC 62056-46, 6.4.4).
        guard length > headerEnd + 1 else {
            guard length == headerEnd + 1 else { throw DecodingError(.frameTooShort, at: flagIndex + 1) }
            informationStart = headerEnd
            return
        }
        guard let low = reader.next(), let high = reader.next() else { return nil }
        let sequence = frameCheckSequence(of: bytes, from: flagIndex + 1, to: flagIndex + headerEnd)
        guard sequence == UInt16(high) << 8 | UInt16(low) else {
            throw DecodingError(.headerCheckSequence, at: flagIndex + headerEnd)
        }
        informationStart = headerEnd + 2
        guard length >= informationStart + 1 else { throw DecodingError(.frameTooShort, at: flagIndex + 1) }
    }
}

/// Bytes one by one, `nil` after the last.
struct ByteReader: ~Escapable {
    let bytes: RawSpan
    var position: Int

    @_lifetime(copy bytes)
    init(_ bytes: RawSpan, from position: Int) {
        self.bytes = bytes
        self.position = position
    }

    @_lifetime(self: copy self)
    mutating func next() -> UInt8? {
        guard position < bytes.byteCount else { return nil }
        defer { position += 1 }
        return bytes.unsafeLoad(fromByteOffset: position, as: UInt8.self)
    }

    /// Passes an address: its last byte is the one with the lowest bit set, the fourth at the latest.
    ///
    /// - Returns: false when the bytes end first.
    @_lifetime(self: copy self)
    mutating func skipAddress() throws(DecodingError) -> Bool {
        for _ in 0..<4 {
            guard let byte = next() else { return false }
            if byte & 1 == 1 { return true }
        }
        throw DecodingError(.addressTooLong, at: position - 1)
    }
}
