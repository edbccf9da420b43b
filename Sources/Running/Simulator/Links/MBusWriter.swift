/// Writes M-Bus long frames around an APDU, as Austrian meters do (EN 13757-2, link layer; CI and access points from EN 13757-3).
///
///     68 L L 68  C=53 A=FF  CI  STSAP DTSAP  part of the APDU  checksum 16
///
/// CI counts the segments in its low four bits and has 10 in the last one.
struct MBusWriter: Sendable {
    var source: UInt8 = 0x01
    var destination: UInt8 = 0x67

    /// L counts C, A, CI and both access points, and is one byte; these meters stop at 250.
    private static let room = 250 - 5

    func frames(_ apdu: [UInt8]) -> [UInt8] {
        stride(from: 0, to: apdu.count, by: Self.room).enumerated().reduce(into: []) { bytes, part in
            let end = min(part.element + Self.room, apdu.count)
            let last: UInt8 = end == apdu.count ? 0x10 : 0x00
            let control = UInt8(part.offset & 0x0F) | last
            bytes += frame([0x53, 0xFF, control, source, destination] + apdu[part.element..<end])
        }
    }

    private func frame(_ content: [UInt8]) -> [UInt8] {
        let length = UInt8(content.count)
        let checksum = content.reduce(0 as UInt8) { $0 &+ $1 }
        return [0x68, length, length, 0x68] + content + [checksum, 0x16]
    }
}
