/// General block transfer: an APDU in numbered blocks, each in a frame of its own (IEC 62056-5-3).
///
///     E0  control  number (2)  acknowledged (2)  length  block
enum BlockTransfer {
    /// The blocks of an APDU as they are pushed: streaming, nothing acknowledged, the last one marked.
    ///
    /// - Parameter parts: of at most 127 bytes, so that one byte says their length; at most 65535.
    static func blocks(_ parts: [[UInt8]]) -> [[UInt8]] {
        parts.enumerated().map { index, part in
            let number = index + 1
            let control: UInt8 = number == parts.count ? 0xC0 : 0x40
            let count = [UInt8(truncatingIfNeeded: number >> 8), UInt8(truncatingIfNeeded: number)]
            return [0xE0, control] + count + [0x00, 0x00, UInt8(part.count)] + part
        }
    }
}
