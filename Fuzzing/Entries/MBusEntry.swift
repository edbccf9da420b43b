/// The first byte of the input is the length of the segments, the rest the APDU.
enum MBusEntry {
    /// What of an APDU fits one long frame: L is a byte, and counts five more.
    private static let longest = 250

    static func run(_ input: [UInt8]) throws(BrokenPromise) {
        let size = min(max(Int(input.first ?? 0), 1), longest)
        let apdu = Array(input.dropFirst())
        var stream: [UInt8] = []
        var number: UInt8 = 0
        for start in stride(from: 0, to: apdu.count, by: size) {
            let end = min(start + size, apdu.count)
            stream += longFrame(apdu[start..<end], number: number, isLast: end == apdu.count)
            number = (number + 1) & 0x0F
        }
        try StreamEntry.check(stream, sizes: [11, 1, 250, 3])
    }

    /// 68 L L 68, then C, A, CI (the segment's number, and bit 4 on the last), STSAP, DTSAP and the segment; sum, 16.
    private static func longFrame(_ segment: ArraySlice<UInt8>, number: UInt8, isLast: Bool) -> [UInt8] {
        let counted = [0x53, 0xFF, number | (isLast ? 0x10 : 0), 0x01, 0x67] + segment
        let length = UInt8(counted.count)
        return [0x68, length, length, 0x68] + counted + [counted.reduce(0, &+), 0x16]
    }
}
