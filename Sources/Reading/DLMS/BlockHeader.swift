/// The LLC header of an APDU in HDLC (IEC 62056-46): `E6 E7 00`, destination, source (E7 a push, E6 an answer), quality.
enum LLCHeader {
    static var length: Int { 3 }

    static func isAtStart(of bytes: RawSpan) -> Bool {
        guard bytes.byteCount >= length else { return false }
        return bytes.unsafeLoadUnaligned(fromByteOffset: 0, as: UInt16.self) == 0xE7E6
            && bytes.unsafeLoad(fromByteOffset: 2, as: UInt8.self) == 0
    }
}

/// The head of a block of a general block transfer (IEC 62056-5-3, general-block-transfer).
///
///     E0 │ C0                │ 00 03  │ 00 00        │ 79     │ …
///     tag  last, stream, window number   acknowledged   length   block
struct BlockHeader {
    var isLast: Bool
    /// Of the block, from 1.
    var number: Int
    /// Where the block lies in the bytes.
    var content: Range<Int>

    private static var tag: UInt8 { 0xE0 }

    /// Where the tag of a block stands in a frame's information: behind the LLC header in the first, at once in the others.
    ///
    /// - Returns: `nil` when it is no block.
    @inline(__always)
    static func tagOffset(in information: RawSpan) -> Int? {
        guard information.byteCount > LLCHeader.length else { return nil }
        if information.unsafeLoad(fromByteOffset: 0, as: UInt8.self) == tag { return 0 }
        guard information.unsafeLoad(fromByteOffset: LLCHeader.length, as: UInt8.self) == tag,
            LLCHeader.isAtStart(of: information)
        else { return nil }
        return LLCHeader.length
    }

    /// - Returns: `nil` when the bytes are not a block.
    init?(parsing information: RawSpan) throws(DecodingError) {
        guard let start = Self.tagOffset(in: information) else { return nil }
        var cursor = ValueCursor(information.extracting((start + 1)...), base: start + 1)
        let control = try cursor.byte()
        isLast = control & 0x80 != 0
        number = Int(try cursor.unsigned(2))
        _ = try cursor.unsigned(2)
        let length = try cursor.length()
        guard length <= cursor.remaining else { throw cursor.error(.valueCutShort, at: cursor.position) }
        let from = start + 1 + cursor.position
        content = from..<from + length
    }
}
