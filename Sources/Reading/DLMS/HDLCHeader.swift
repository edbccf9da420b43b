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

    /// Flag, format, two addresses of four bytes, control, HCS.
    private static var longest: Int { 14 }

    /// Reads and checks the frame whose opening flag stands at `flag`.
    ///
    /// - Returns: `nil` when the bytes end before the frame does.
    @inline(__always)
    static func shape(_ bytes: RawSpan, at flag: Int) throws(DecodingError) -> FrameShape? {
        guard bytes.byteCount &- flag >= longest else {
            return try HDLCHeader(carefully: bytes, at: flag)?.checked(bytes, at: flag)
        }
        return try HDLCHeader(parsing: bytes, at: flag).checked(bytes, at: flag)
    }

    /// Checks what stands behind the header.
    @inline(__always)
    private func checked(_ bytes: RawSpan, at flag: Int) throws(DecodingError) -> FrameShape? {
        let end = flag &+ length &+ 2
        guard end <= bytes.byteCount else { return nil }
        guard load8(bytes, end &- 1) == Self.flag else { throw DecodingError(.noClosingFlag, at: end - 1) }
        let register = FrameCheck.register(
            register,
            over: bytes,
            from: flag &+ informationStart,
            to: end &- 3
        )
        let sequence = bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: end &- 3, as: UInt16.self)
        guard ~register == UInt16(littleEndian: sequence) else {
            throw DecodingError(wrongSequence(bytes, at: flag), at: end - 3)
        }
        return FrameShape(
            link: .hdlc,
            length: length &+ 2,
            information: Range(uncheckedBounds: (informationStart, length &- 1)),
            moreFollows: isSegmented
        )
    }

    /// Reads a header where bytes enough for the longest are there.
    ///
    /// - Throws: what makes it no header, with the index of the byte at fault.
    @inline(__always)
    private init(parsing bytes: RawSpan, at flag: Int) throws(DecodingError) {
        let format = load8(bytes, flag &+ 1)
        guard format & 0xF0 == 0xA0 else { throw DecodingError(.notFormatType3, at: flag + 1) }
        length = Int(format & 0x07) &<< 8 | Int(load8(bytes, flag &+ 2))
        guard length >= Self.minimumLength else { throw DecodingError(.frameTooShort, at: flag + 1) }
        isSegmented = format & 0x08 != 0
        // The last byte of an address has its lowest bit set; the fourth is the last that may have.
        var index = flag &+ 3
        for _ in 0..<2 {
            let last = index &+ 3
            while load8(bytes, index) & 1 == 0 {
                guard index < last else { throw DecodingError(.addressTooLong, at: index) }
                index &+= 1
            }
            index &+= 1
        }
        // The control byte.
        index &+= 1
        informationStart = index &- flag
        register = FrameCheck.register(FrameCheck.initial, over: bytes, from: flag &+ 1, to: index)
        // A frame without information has no header check sequence of its own (IEC 62056-46, 6.4.4).
        guard length > informationStart &+ 1 else {
            guard length == informationStart &+ 1 else { throw DecodingError(.frameTooShort, at: flag + 1) }
            return
        }
        let sequence = bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: index, as: UInt16.self)
        guard ~register == UInt16(littleEndian: sequence) else {
            throw DecodingError(.headerCheckSequence, at: index)
        }
        // Behind bytes and their own right sequence the register always holds the same.
        register = FrameCheck.residue
        informationStart &+= 2
        guard length > informationStart else { throw DecodingError(.frameTooShort, at: flag + 1) }
    }

    /// Reads a header that may be cut, as if zeros followed.
    ///
    /// - Returns: `nil` when the bytes end before it is clear what they are.
    @inline(never)
    private init?(carefully bytes: RawSpan, at flag: Int) throws(DecodingError) {
        var padded = InlineArray<16, UInt8>(repeating: 0)
        let there = bytes.byteCount - flag
        for index in 0..<there { padded[index] = load8(bytes, flag + index) }
        do throws(DecodingError) {
            self = try HDLCHeader(parsing: padded.span.bytes, at: 0)
        } catch {
            let needed =
                switch error.reason {
                case .notFormatType3: 2
                case .headerCheckSequence: error.offset + 2
                case .addressTooLong: error.offset + 1
                default: padded[1] & 0x07 == 0 && padded[2] < Self.minimumLength ? 3 : Self.longest
                }
            guard there >= needed else { return nil }
            throw DecodingError(error.reason, at: flag + error.offset)
        }
        guard informationStart <= there else { return nil }
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

@inline(__always)
private func load8(_ bytes: RawSpan, _ index: Int) -> UInt8 {
    bytes.unsafeLoad(fromUncheckedByteOffset: index, as: UInt8.self)
}
