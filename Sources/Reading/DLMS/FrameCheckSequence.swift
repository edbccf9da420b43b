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
/// register. What the other fourteen give is looked up a turn ahead, so that it never waits for the register.
enum FrameCheck {
    static var initial: UInt16 { 0xFFFF }
    /// What the register holds behind any bytes and their own right sequence.
    static var residue: UInt16 { 0xF0B8 }

    /// The register after the bytes `from..<to`.
    @inline(__always)
    static func register(_ start: UInt16, over bytes: RawSpan, from: Int, to: Int) -> UInt16 {
        var crc = UInt64(start)
        var index = from
        if to &- index >= 16 {
            var word = load64(bytes, index)
            var rest = fourteen(word, load64(bytes, index &+ 8))
            index &+= 16
            while to &- index >= 16 {
                crc = UInt64(two(word ^ crc) ^ rest)
                word = load64(bytes, index)
                rest = fourteen(word, load64(bytes, index &+ 8))
                index &+= 16
            }
            crc = UInt64(two(word ^ crc) ^ rest)
        }
        if to &- index >= 8 {
            crc = UInt64(eight(load64(bytes, index) ^ crc))
            index &+= 8
        }
        let left = to &- index
        if left >= 2, to >= 8 {
            // Zeros before the first byte do not move a register of zeros: so the last bytes are a turn of eight that begins with
            // zeros, and the register comes in behind them.
            let shift = UInt64(truncatingIfNeeded: 64 &- 8 &* left)
            let last = load64(bytes, to &- 8) &>> shift
            return eight((last ^ crc) &<< shift)
        }
        while index < to {
            let byte = bytes.unsafeLoad(fromUncheckedByteOffset: index, as: UInt8.self)
            crc = (crc &>> 8) ^ UInt64(frameCheckTable[Int(UInt8(truncatingIfNeeded: crc) ^ byte)])
            index &+= 1
        }
        return UInt16(truncatingIfNeeded: crc)
    }

    /// What the first two bytes of a turn give, the register in them.
    @inline(__always)
    private static func two(_ word: UInt64) -> UInt16 {
        entry(word, 0, 3840) ^ entry(word, 8, 3584)
    }

    /// What the other fourteen give.
    @inline(__always)
    private static func fourteen(_ low: UInt64, _ high: UInt64) -> UInt16 {
        let first = entry(low, 16, 3328) ^ entry(low, 24, 3072) ^ entry(low, 32, 2816)
        let second = entry(low, 40, 2560) ^ entry(low, 48, 2304) ^ entry(low, 56, 2048)
        return first ^ second ^ eight(high)
    }

    /// What the last eight bytes of a turn give.
    @inline(__always)
    private static func eight(_ word: UInt64) -> UInt16 {
        let first = entry(word, 0, 1792) ^ entry(word, 8, 1536) ^ entry(word, 16, 1280)
        let second = entry(word, 24, 1024) ^ entry(word, 32, 768) ^ entry(word, 40, 512)
        return first ^ second ^ entry(word, 48, 256) ^ entry(word, 56, 0)
    }

    @inline(__always)
    private static func entry(_ word: UInt64, _ shift: UInt64, _ base: Int) -> UInt16 {
        frameCheckTable[base + Int((word &>> shift) & 0xFF)]
    }

    // Whoever asks for `from..<to` has checked that these bytes are there.

    @inline(__always)
    private static func load64(_ bytes: RawSpan, _ index: Int) -> UInt64 {
        UInt64(littleEndian: bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: index, as: UInt64.self))
    }
}
