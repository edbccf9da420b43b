/// The frame check sequence of HDLC: CRC-16/X.25 over `bytes` (ISO/IEC 13239, 4.2.5.2; RFC 1662, appendix C.2).
///
/// Sent least significant byte first, behind the bytes that it covers. Eight bytes a turn ("slicing by 8"): of all that
/// decoding does, this touches every byte, so it sets the pace.
///
/// - Returns: the sequence, 0x906E for the ASCII digits `123456789`.
@inlinable
public func frameCheckSequence(of bytes: RawSpan) -> UInt16 {
    frameCheckSequence(of: bytes, from: 0, to: bytes.byteCount)
}

/// The frame check sequence of a part, `from..<to`, of the bytes.
@usableFromInline
func frameCheckSequence(of bytes: RawSpan, from: Int, to: Int) -> UInt16 {
    var crc: UInt16 = 0xFFFF
    var index = from
    while index + 8 <= to {
        let word = UInt64(littleEndian: bytes.unsafeLoadUnaligned(fromByteOffset: index, as: UInt64.self))
        crc = advanced(crc, by: word)
        index += 8
    }
    while index < to {
        let byte = bytes.unsafeLoad(fromByteOffset: index, as: UInt8.self)
        crc = (crc >> 8) ^ frameCheckTable[Int(UInt8(truncatingIfNeeded: crc) ^ byte)]
        index += 1
    }
    return ~crc
}

/// The register after eight more bytes: the first two meet the register, the others only their own tables.
@inline(__always)
private func advanced(_ crc: UInt16, by word: UInt64) -> UInt16 {
    let mixed = word ^ UInt64(crc)
    let first = frameCheckTable[1792 + Int(mixed & 0xFF)] ^ frameCheckTable[1536 + Int((mixed >> 8) & 0xFF)]
    let second =
        frameCheckTable[1280 + Int((mixed >> 16) & 0xFF)] ^ frameCheckTable[1024 + Int((mixed >> 24) & 0xFF)]
    let third =
        frameCheckTable[768 + Int((mixed >> 32) & 0xFF)] ^ frameCheckTable[512 + Int((mixed >> 40) & 0xFF)]
    let fourth = frameCheckTable[256 + Int((mixed >> 48) & 0xFF)] ^ frameCheckTable[Int(mixed >> 56)]
    return (first ^ second) ^ (third ^ fourth)
}
