import DLMS
import Meters

/// The input is APDUs, each behind its length in two bytes; the last may be cut short. One reader gets them as they are, another in
/// HDLC frames: the same readings have to come of both.
enum APDUEntry {
    static func run(_ input: [UInt8]) throws(BrokenPromise) {
        var bare = MeterReader.new()
        var framed = MeterReader.new()
        for apdu in apdus(input) where !apdu.starts(with: llc) {
            let outcome = bare.outcome(ofBare: apdu)
            let other = framed.outcome(ofFramed: apdu)
            guard outcome.reading == other?.reading else {
                throw BrokenPromise("bare: \(outcome), in a frame: \(String(describing: other))")
            }
        }
        // Whatever has come before, a good message is read.
        guard case .reading(let reading) = bare.outcome(ofBare: good), reading.powerImportW == 4_117 else {
            throw BrokenPromise("a good message is not read any more")
        }
    }

    private static func apdus(_ input: [UInt8]) -> [[UInt8]] {
        var apdus: [[UInt8]] = []
        var rest = input[...]
        while rest.count > 2 {
            let length = Int(rest[rest.startIndex]) << 8 | Int(rest[rest.startIndex + 1])
            apdus.append(Array(rest.dropFirst(2).prefix(min(length, longest))))
            rest = rest.dropFirst(2 + length)
        }
        return apdus
    }

    /// The LLC header. A bare APDU may have one of its own; behind another it would be none.
    private static let llc: [UInt8] = [0xE6, 0xE7, 0x00]

    /// What of an APDU fits an HDLC frame behind the LLC header.
    private static let longest = 2_033

    /// Kaifa's list 1: a clock, and 4117 W.
    private static let good: [UInt8] = [
        0x0F, 0x40, 0, 0, 0, 0x09, 0x0C, 0x07, 0xE6, 1, 2, 7, 0x0E, 0x25, 0x12, 0xFF, 0x80, 0, 0,
        0x02, 0x01, 0x06, 0, 0, 0x10, 0x15,
    ]
}

extension MeterReader {
    mutating func outcome(ofBare apdu: [UInt8]) -> Outcome {
        outcome(of: Frame(bareAPDU: apdu.span.bytes))
    }

    /// - Returns: `nil` when the frame was not found, which is the stream's business.
    fileprivate mutating func outcome(ofFramed apdu: [UInt8]) -> Outcome? {
        let frame = hdlcFrame([0xE6, 0xE7, 0x00] + apdu)
        var decoder = FrameDecoder()
        var outcome: Outcome?
        decoder.read(frame.span.bytes, frame: { outcome = self.outcome(of: $0) }, passedOver: { _ in })
        return outcome
    }
}
