/// The fields of an HDLC frame's header, as places: 1 to 4 bytes of address make them move.
///
///     7E │ A0 E2  │ 2B          │ 21     │ 13      │ 23 9A │ E6 E7 00 0F …  │ 2F 59 │ 7E
///     flag format   destination   source   control   HCS     information      FCS     flag
///
/// Format type 3 of ISO/IEC 13239, as IEC 62056-46, 6.4 uses it: `1010 S LLL LLLLLLLL`, S = more segments follow,
/// L = bytes between the flags. There is no byte stuffing: 7E may stand inside.
struct HDLCHeader {
    /// Bytes between the flags, 7…2047.
    var length: Int
    var isSegmented: Bool
    /// Where the information field begins, counted from the opening flag.
    var informationStart: Int
    /// The frame check register over what stands before the information field.
    var register: UInt16

    static var flag: UInt8 { 0x7E }
    /// Of eleven bits.
    static var maximumLength: Int { 2_047 }
    /// Format (2), two addresses of one byte, control, FCS (2).
    static var minimumLength: Int { 7 }

    /// Reads and checks the frame whose opening flag stands at `flag`.
    ///
    /// - Returns: `nil` when the bytes end before the frame does.
    @inline(__always)
    static func shape(_ bytes: RawSpan, at flag: Int) throws(DecodingError) -> FrameShape? {
        guard let header = try HDLCHeader(parsing: bytes, at: flag) else { return nil }
        let end = flag + header.length + 2
        guard end <= bytes.byteCount else { return nil }
        guard bytes.unsafeLoad(fromByteOffset: end - 1, as: UInt8.self) == Self.flag else {
            throw DecodingError(.noClosingFlag, at: end - 1)
        }
        let register = FrameCheck.register(
            header.register,
            over: bytes,
            from: flag + header.informationStart,
            to: end - 3
        )
        let sequence = bytes.unsafeLoadUnaligned(fromByteOffset: end - 3, as: UInt16.self)
        guard ~register == UInt16(littleEndian: sequence) else {
            throw DecodingError(header.wrongSequence(bytes, at: flag), at: end - 3)
        }
        return FrameShape(
            link: .hdlc,
            length: header.length + 2,
            information: header.informationStart..<header.length - 1,
            moreFollows: header.isSegmented
        )
    }

    /// - Returns: `nil` when the bytes end before the header does.
    /// - Throws: what makes it no header, with the index of the byte at fault.
    @inline(__always)
    private init?(parsing bytes: RawSpan, at flag: Int) throws(DecodingError) {
        var reader = ByteReader(bytes, from: flag + 1)
        guard let formatHigh = reader.next() else { return nil }
        guard formatHigh & 0xF0 == 0xA0 else { throw DecodingError(.notFormatType3, at: flag + 1) }
        guard let formatLow = reader.next() else { return nil }
        length = Int(formatHigh & 0x07) << 8 | Int(formatLow)
        guard length >= Self.minimumLength else { throw DecodingError(.frameTooShort, at: flag + 1) }
        isSegmented = formatHigh & 0x08 != 0
        guard try reader.skipAddress(), try reader.skipAddress(), reader.next() != nil else { return nil }
        let headerEnd = reader.position - flag
        register = FrameCheck.register(
            FrameCheck.initial,
            over: bytes,
            from: flag + 1,
            to: reader.position
        )
        informationStart = headerEnd
        // A frame without information has no header check sequence of its own (IEC 62056-46, 6.4.4).
        guard length > headerEnd + 1 else {
            guard length == headerEnd + 1 else { throw DecodingError(.frameTooShort, at: flag + 1) }
            return
        }
        guard let low = reader.next(), let high = reader.next() else { return nil }
        guard ~register == UInt16(high) << 8 | UInt16(low) else {
            throw DecodingError(.headerCheckSequence, at: flag + headerEnd)
        }
        // Behind bytes and their own right sequence the register always holds the same.
        register = FrameCheck.residue
        informationStart = headerEnd + 2
        guard length >= informationStart + 1 else { throw DecodingError(.frameTooShort, at: flag + 1) }
    }

    /// What a wrong frame check sequence behind a right header means: where the information says that it is encrypted, that
    /// is said too, because without a key there would be nothing to read even if it were right.
    private func wrongSequence(_ bytes: RawSpan, at flag: Int) -> DecodingError.Reason {
        let start = flag + informationStart
        guard length >= informationStart + 5 else { return .frameCheckSequence }
        let head = UInt32(bigEndian: bytes.unsafeLoadUnaligned(fromByteOffset: start, as: UInt32.self))
        return head == 0xE6E7_00DB ? .frameCheckSequenceOfEncrypted : .frameCheckSequence
    }
}

/// Bytes one by one, `nil` after the last.
struct ByteReader: ~Escapable {
    let bytes: RawSpan
    var position: Int

    @inline(__always)
    @_lifetime(copy bytes)
    init(_ bytes: RawSpan, from position: Int) {
        self.bytes = bytes
        self.position = position
    }

    @inline(__always)
    @_lifetime(self: copy self)
    mutating func next() -> UInt8? {
        guard position < bytes.byteCount else { return nil }
        defer { position &+= 1 }
        return bytes.unsafeLoad(fromUncheckedByteOffset: position, as: UInt8.self)
    }

    /// Passes an address: its last byte is the one with the lowest bit set, the fourth at the latest.
    ///
    /// - Returns: false when the bytes end first.
    @inline(__always)
    @_lifetime(self: copy self)
    mutating func skipAddress() throws(DecodingError) -> Bool {
        for _ in 0..<4 {
            guard let byte = next() else { return false }
            if byte & 1 == 1 { return true }
        }
        throw DecodingError(.addressTooLong, at: position - 1)
    }
}
