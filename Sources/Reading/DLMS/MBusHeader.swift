/// An M-Bus long frame (EN 13757-2, 5.3) around a segment of an APDU (EN 13757-3; IEC 62056-7-3): how Austrian meters push.
///
///     68 │ FA │ FA │ 68 │ 53 │ FF │ 00 │ 01    │ 67    │ DB 08 4B 46 … │ 44  │ 16
///     start L    L   start  C    A   CI   STSAP   DTSAP   segment         sum   stop
///
/// L counts from C to the segment's end. CI 00…1F says that this is a segment: number in the low four bits, and bit 4 on the
/// last. The sum is of the bytes that L counts, without carry: eight bits only, so everything else that has to be there is
/// checked as well.
///
/// Longer frames than L can say come too: firmware of Sagemcom's T210-D and of Kaifa meters in Lower Austria writes 01 for 257 and 00
/// for 256 (greenMikeEU/SmartMeterEVNSagemcom-T210-D, issue 15). No frame is shorter than five bytes, so such an L means 256 more.
enum MBusHeader {
    static var start: UInt8 { 0x68 }
    static var stop: UInt8 { 0x16 }
    /// Start, L, L, start, C, A, CI, STSAP, DTSAP.
    private static var headerLength: Int { 9 }
    /// C, A, CI, STSAP and DTSAP.
    private static var shortest: UInt8 { 5 }
    /// What stands around the bytes that L counts: four before, the sum and the stop byte behind.
    private static var frame: Int { 6 }

    /// Reads and checks the long frame that begins at `start`.
    ///
    /// - Returns: `nil` when the bytes end before the frame does.
    static func shape(_ bytes: RawSpan, at start: Int) throws(DecodingError) -> FrameShape? {
        try checkBeginning(bytes, at: start)
        guard bytes.byteCount - start >= headerLength else { return nil }
        let written = byte(bytes, start + 1)
        let information = byte(bytes, start + 6)
        let length = written < shortest ? Int(written) + 256 : Int(written)
        let end = start + length + frame
        guard end <= bytes.byteCount else { return nil }
        guard bytes.unsafeLoad(fromByteOffset: end - 1, as: UInt8.self) == stop else {
            throw DecodingError(.notALongFrame, at: end - 1)
        }
        var sum: UInt8 = 0
        for index in start + 4..<end - 2 { sum &+= bytes.unsafeLoad(fromByteOffset: index, as: UInt8.self) }
        guard sum == bytes.unsafeLoad(fromByteOffset: end - 2, as: UInt8.self) else {
            throw DecodingError(.checksum, at: end - 2)
        }
        return FrameShape(
            link: .mbus,
            length: end - start,
            information: headerLength..<end - start - 2,
            moreFollows: information & 0x10 == 0,
            segmentNumber: information & 0x0F
        )
    }

    /// Checks the header as far as it has come.
    private static func checkBeginning(_ bytes: RawSpan, at start: Int) throws(DecodingError) {
        let there = min(bytes.byteCount - start, headerLength)
        for place in 1..<max(there, 1) {
            let found = byte(bytes, start + place)
            switch place {
            case 2 where found != byte(bytes, start + 1), 3 where found != Self.start:
                throw DecodingError(.notALongFrame, at: start + place)
            // SND_UD, with and without the frame count bit: what a meter pushes.
            case 4 where found & 0xDF != 0x53: throw DecodingError(.notALongFrame, at: start + place)
            case 6 where found >= 0x20: throw DecodingError(.notASegment(found), at: start + place)
            default: break
            }
        }
    }

    private static func byte(_ bytes: RawSpan, _ index: Int) -> UInt8 {
        bytes.unsafeLoad(fromByteOffset: index, as: UInt8.self)
    }
}
