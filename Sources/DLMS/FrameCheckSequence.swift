/// The frame check sequence of HDLC: CRC-16/X.25 over `bytes` (ISO/IEC 13239, 4.2.5.2; RFC 1662, appendix C.2).
///
/// Sent least significant byte first, behind the bytes that it covers.
///
/// - Returns: the sequence, 0x906E for the ASCII digits `123456789`.
public func frameCheckSequence(of bytes: RawSpan) -> UInt16 {
    ~FrameCheck.register(FrameCheck.initial, over: bytes, from: 0, to: bytes.byteCount)
}

/// The shift register behind the frame check sequence, sixteen bytes a turn ("slicing by 16").
///
/// Of all that decoding does, this touches every byte, so it sets the pace. Only the first two bytes of a turn meet the
/// register; the others are looked up beside them, so a turn of sixteen takes hardly longer than one of eight.
enum FrameCheck {
    static var initial: UInt16 { 0xFFFF }
    /// What the register holds behind any bytes and their own right sequence.
    static var residue: UInt16 { 0xF0B8 }

    /// The register after the bytes `from..<to`.
    @inline(__always)
    static func register(_ start: UInt16, over bytes: RawSpan, from: Int, to: Int) -> UInt16 {
        var crc = UInt64(start)
        var index = from
        while to - index >= 16 {
            let low = load64(bytes, index) ^ crc
            let high = load64(bytes, index + 8)
            crc = UInt64(eight(low, from: 2048) ^ eight(high, from: 0))
            index += 16
        }
        if to - index >= 8 {
            crc = UInt64(eight(load64(bytes, index) ^ crc, from: 0))
            index += 8
        }
        if to - index >= 4 {
            crc = UInt64(four(load32(bytes, index) ^ UInt32(truncatingIfNeeded: crc)))
            index += 4
        }
        while index < to {
            let byte = bytes.unsafeLoad(fromByteOffset: index, as: UInt8.self)
            crc = (crc >> 8) ^ UInt64(frameCheckTable[Int(UInt8(truncatingIfNeeded: crc) ^ byte)])
            index += 1
        }
        return UInt16(truncatingIfNeeded: crc)
    }

    /// What eight bytes give that stand `base / 256` bytes before the end of the turn.
    @inline(__always)
    private static func eight(_ word: UInt64, from base: Int) -> UInt16 {
        let first = entry(word, 0, base + 1792) ^ entry(word, 8, base + 1536)
        let second = entry(word, 16, base + 1280) ^ entry(word, 24, base + 1024)
        let third = entry(word, 32, base + 768) ^ entry(word, 40, base + 512)
        let fourth = entry(word, 48, base + 256) ^ entry(word, 56, base)
        return (first ^ second) ^ (third ^ fourth)
    }

    @inline(__always)
    private static func four(_ word: UInt32) -> UInt16 {
        let wide = UInt64(word)
        return (entry(wide, 0, 768) ^ entry(wide, 8, 512)) ^ (entry(wide, 16, 256) ^ entry(wide, 24, 0))
    }

    @inline(__always)
    private static func entry(_ word: UInt64, _ shift: UInt64, _ base: Int) -> UInt16 {
        frameCheckTable[base + Int((word &>> shift) & 0xFF)]
    }

    @inline(__always)
    private static func load64(_ bytes: RawSpan, _ index: Int) -> UInt64 {
        UInt64(littleEndian: bytes.unsafeLoadUnaligned(fromByteOffset: index, as: UInt64.self))
    }

    @inline(__always)
    private static func load32(_ bytes: RawSpan, _ index: Int) -> UInt32 {
        UInt32(littleEndian: bytes.unsafeLoadUnaligned(fromByteOffset: index, as: UInt32.self))
    }
}
