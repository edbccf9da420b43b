/// Writes M-Bus long frames by the book (EN 13757-2), apart from the code that reads them.
public enum LongFrames {
    /// One long frame around a segment.
    ///
    /// - Parameters:
    ///   - information: the control information field: the number of the segment, and 0x10 on the last.
    ///   - length: what the length bytes say, where that is not the truth.
    public static func frame(
        _ segment: [UInt8],
        information: UInt8 = 0x10,
        control: UInt8 = 0x53,
        length: UInt8? = nil
    ) -> [UInt8] {
        let content = [control, 0xFF, information, 0x01, 0x67] + segment
        let length = length ?? UInt8(truncatingIfNeeded: content.count)
        return [0x68, length, length, 0x68] + content + [content.reduce(0, &+), 0x16]
    }

    /// A message in as many segments as it takes.
    public static func frames(_ message: [UInt8], longest: Int = 245) -> [[UInt8]] {
        let starts = Array(stride(from: 0, to: message.count, by: longest))
        return starts.enumerated().map { number, start in
            let isLast = start + longest >= message.count
            return frame(
                Array(message[start..<min(start + longest, message.count)]),
                information: UInt8(number & 0x0F) | (isLast ? 0x10 : 0)
            )
        }
    }
}
