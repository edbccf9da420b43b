/// Writes P1 telegrams (DSMR 5.0.2, P1 companion standard): lines of text that end with CR and LF.
///
///     /identification ⏎ ⏎ lines ⏎ ! CRC ⏎
struct Telegram {
    private var text: String

    init(identification: String) {
        text = "/\(identification)\r\n\r\n"
    }

    mutating func line(_ code: String, _ value: String) {
        text += "\(code)(\(value))\r\n"
    }

    /// - Parameter hasCheck: whether the four digits of the check stand behind the `!`.
    func bytes(hasCheck: Bool) -> [UInt8] {
        let telegram = Array((text + "!").utf8)
        return telegram + Array((hasCheck ? Self.digits(of: Self.check(telegram)) : "").utf8) + [0x0D, 0x0A]
    }

    /// CRC-16/ARC: x^16 + x^15 + x^2 + 1, bits reversed, from 0.
    static func check(_ bytes: [UInt8]) -> UInt16 {
        bytes.reduce(0) { register, byte in
            (0..<8).reduce(register ^ UInt16(byte)) { rest, _ in
                rest & 1 == 1 ? (rest >> 1) ^ 0xA001 : rest >> 1
            }
        }
    }

    private static func digits(of check: UInt16) -> String {
        let text = String(check, radix: 16, uppercase: true)
        return String(repeating: "0", count: 4 - text.count) + text
    }
}
