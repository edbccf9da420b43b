import DLMS
import Ports

/// The input is MQTT payloads, each behind its length in two bytes; the last may be cut short.
enum PayloadEntry {
    static func run(_ input: [UInt8]) throws(BrokenPromise) {
        var payloads = FramePayload()
        for payload in parts(input) {
            let bytes = payloads.bytes(of: payload)
            guard bytes.count <= payload.count else {
                throw BrokenPromise("\(bytes.count) bytes of a payload of \(payload.count)")
            }
            // Status is taken out whatever has come before, a frame is not.
            guard payloads.bytes(of: status).isEmpty else { throw BrokenPromise("status is read as bytes") }
            guard frames(payloads.bytes(of: good)) == 1 else { throw BrokenPromise("a good frame is lost") }
        }
    }

    private static func frames(_ bytes: [UInt8]) -> Int {
        var decoder = FrameDecoder()
        var count = 0
        decoder.read(bytes.span.bytes, frame: { _ in count += 1 }, passedOver: { _ in })
        return count
    }

    private static func parts(_ input: [UInt8]) -> [[UInt8]] {
        var parts: [[UInt8]] = []
        var rest = input[...]
        while rest.count > 2, parts.count < 100 {
            let length = Int(rest[rest.startIndex]) << 8 | Int(rest[rest.startIndex + 1])
            parts.append(Array(rest.dropFirst(2).prefix(length)))
            rest = rest.dropFirst(2 + length)
        }
        return parts
    }

    private static let status = Array(#"{"status":{"rssi":-61}}"#.utf8)

    /// Kaifa's list 1, in HDLC.
    private static let good = hdlcFrame([
        0xE6, 0xE7, 0x00, 0x0F, 0x40, 0, 0, 0, 0x09, 0x0C, 0x07, 0xE6, 1, 2, 7, 0x0E, 0x25, 0x12, 0xFF, 0x80,
        0,
        0, 0x02, 0x01, 0x06, 0, 0, 0x10, 0x15,
    ])
}
