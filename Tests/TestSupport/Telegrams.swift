/// Writes P1 telegrams by the book (DSMR P1 companion standard), apart from the code that reads them.
public enum Telegrams {
    /// - Parameter check: what stands behind the exclamation mark; `nil` writes the right check sequence.
    public static func telegram(
        _ identification: String,
        _ lines: [String],
        check: String? = nil
    ) -> [UInt8] {
        let text = Array(("/" + identification + "\r\n\r\n" + lines.map { $0 + "\r\n" }.joined() + "!").utf8)
        return text + Array((check ?? checkText(text)).utf8) + [0x0D, 0x0A]
    }

    /// CRC-16 of the polynomial x¹⁶ + x¹⁵ + x² + 1, bits reversed, in four digits.
    public static func checkText(_ bytes: [UInt8]) -> String {
        var register: UInt16 = 0
        for byte in bytes {
            register ^= UInt16(byte)
            for _ in 0..<8 { register = register & 1 == 1 ? register >> 1 ^ 0xA001 : register >> 1 }
        }
        let digits = String(register, radix: 16, uppercase: true)
        return String(repeating: "0", count: 4 - digits.count) + digits
    }
}
