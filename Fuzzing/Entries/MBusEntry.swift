import Meters

/// The first byte of the input is the length of the segments, the rest the APDU.
enum MBusEntry {
    /// What of an APDU fits one long frame: L is a byte, and counts five more.
    private static let longest = 250
    /// Their number has four bits: the next is a first one again. So no message is longer than 4,000 bytes here.
    private static let mostSegments = 16

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
        try checkWhole(stream, apdu, segments: (apdu.count + size - 1) / size)
    }

    /// In one read each segment is found, and together they are what the APDU is by itself.
    private static func checkWhole(_ stream: [UInt8], _ apdu: [UInt8], segments: Int) throws(BrokenPromise) {
        guard (1...mostSegments).contains(segments) else { return }
        let whole = Passage(stream, sizes: [stream.count])
        var reader = MeterReader.new()
        let expected = reader.outcome(ofBare: apdu)
        guard whole.outcomes.count == segments, whole.outcomes.last == expected else {
            throw BrokenPromise("\(segments) segments: \(whole.outcomes), in one piece: \(expected)")
        }
    }

    /// 68 L L 68, then C, A, CI (the segment's number, and bit 4 on the last), STSAP, DTSAP and the segment; sum, 16.
    private static func longFrame(_ segment: ArraySlice<UInt8>, number: UInt8, isLast: Bool) -> [UInt8] {
        let counted = [0x53, 0xFF, number | (isLast ? 0x10 : 0), 0x01, 0x67] + segment
        let length = UInt8(counted.count)
        return [0x68, length, length, 0x68] + counted + [counted.reduce(0, &+), 0x16]
    }
}
