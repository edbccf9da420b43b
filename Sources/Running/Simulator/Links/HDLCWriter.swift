import DLMS

/// Writes HDLC frames of type 3 around an information field, with both check sequences (IEC 62056-46).
struct HDLCWriter: Sendable {
    /// Destination, source and control, as the make writes them.
    let header: [UInt8]

    /// What stands before an APDU in the first frame: LLC destination, source and control (IEC 62056-46).
    static let llc: [UInt8] = [0xE6, 0xE7, 0x00]

    /// - Parameters:
    ///   - information: LLC header and APDU, or a later part of them; at most 2030 bytes.
    ///   - isSegmented: says that another part follows.
    func frame(_ information: some Collection<UInt8>, isSegmented: Bool = false) -> [UInt8] {
        let length = 2 + header.count + 2 + information.count + 2
        let format: UInt8 = isSegmented ? 0xA8 : 0xA0
        var bytes: [UInt8] = [format | UInt8(length >> 8), UInt8(length & 0xFF)] + header
        appendCheck(to: &bytes)
        bytes += information
        appendCheck(to: &bytes)
        return [0x7E] + bytes + [0x7E]
    }

    /// The information in as many frames as it needs, all but the last with the segmentation bit.
    ///
    /// - Parameter limit: bytes of a frame, its two flags among them; at least `header.count + 9`.
    func frames(_ information: [UInt8], atMost limit: Int) -> [UInt8] {
        let room = max(1, limit - header.count - 8)
        return stride(from: 0, to: information.count, by: room).reduce(into: []) { bytes, start in
            let end = min(start + room, information.count)
            bytes += frame(information[start..<end], isSegmented: end < information.count)
        }
    }

    private func appendCheck(to bytes: inout [UInt8]) {
        let check = frameCheckSequence(of: bytes.span.bytes)
        bytes.append(UInt8(check & 0xFF))
        bytes.append(UInt8(check >> 8))
    }
}
