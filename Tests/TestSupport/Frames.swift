/// Writes HDLC frames by the book, bit by bit and apart from the code that reads them.
public enum Frames {
    /// CRC-16/X.25, bit by bit: x^16 + x^12 + x^5 + 1, bits reversed.
    public static func checkSequence(_ bytes: some Sequence<UInt8>) -> UInt16 {
        var register: UInt16 = 0xFFFF
        for byte in bytes {
            register ^= UInt16(byte)
            for _ in 0..<8 {
                register = register & 1 == 1 ? (register >> 1) ^ 0x8408 : register >> 1
            }
        }
        return ~register
    }

    /// The two bytes of the check sequence, the low one first.
    public static func checkBytes(_ bytes: some Sequence<UInt8>) -> [UInt8] {
        let sequence = checkSequence(bytes)
        return [UInt8(sequence & 0xFF), UInt8(sequence >> 8)]
    }

    /// A whole frame, flags included; without information it has no header check sequence.
    public static func frame(
        _ information: [UInt8]?,
        destination: [UInt8] = [0x41],
        source: [UInt8] = [0x08, 0x83],
        control: UInt8 = 0x13,
        isSegmented: Bool = false
    ) -> [UInt8] {
        let addresses = destination + source + [control]
        let length = 2 + addresses.count + (information.map { 2 + $0.count } ?? 0) + 2
        let format: UInt8 = isSegmented ? 0xA8 : 0xA0
        var body = [format | UInt8(length >> 8), UInt8(length & 0xFF)] + addresses
        if let information { body += checkBytes(body) + information }
        body += checkBytes(body)
        return [0x7E] + body + [0x7E]
    }

    /// The header of a frame that claims so many bytes between its flags, with the right header check sequence, and nothing
    /// behind it.
    public static func header(claiming length: Int) -> [UInt8] {
        let body: [UInt8] = [0xA0 | UInt8(length >> 8), UInt8(length & 0xFF), 0x41, 0x08, 0x83, 0x13]
        return [0x7E] + body + checkBytes(body)
    }

    /// The frame with its check sequences made right again, however its bytes were changed or cut: the header up to and
    /// with the control byte is kept, and the length follows from what is there.
    public static func rebuilt(headerOf frame: [UInt8], information: [UInt8]) -> [UInt8] {
        var addresses: [UInt8] = []
        var index = 3
        for _ in 0..<2 {
            repeat {
                addresses.append(frame[index])
                index += 1
            } while frame[index - 1] & 1 == 0
        }
        return self.frame(information, destination: addresses, source: [], control: frame[index])
    }

    /// The information field of a good frame with a header check sequence.
    public static func information(of frame: [UInt8]) -> [UInt8] {
        var index = 3
        for _ in 0..<2 {
            repeat { index += 1 } while frame[index - 1] & 1 == 0
        }
        return Array(frame[(index + 3)..<(frame.count - 3)])
    }
}
