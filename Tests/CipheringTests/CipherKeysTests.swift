import Ciphering
import DLMS
import TestSupport
import Testing

@Suite("Keys")
struct CipherKeysTests {
    @Test(
        "Digits may be in groups and of either case",
        arguments: [
            "00 01 02 03 04 05 06 07 08 09 0a 0b 0c 0d 0e 0f", "0001020304050607 08090A0B0C0D0E0F\n",
            "\t000102030405060708090a0b0c0d0e0f ", "0 00102030405060708090A0B0C0D0E0 F",
        ]
    )
    func spelling(hex: String) throws {
        let keys = try CipherKeys(encryptionHex: hex, authenticationHex: Published.authenticationHex)
        #expect(Published.message.open(with: keys).outcome == .authentic)
    }

    struct Wrong: Sendable {
        var hex: String
        var reason: CipherKeyError.Reason
        var text: String
    }

    static let wrong = [
        Wrong(hex: "", reason: .digits(0), text: "0 hexadecimal digits"),
        Wrong(hex: "0001020304050607", reason: .digits(16), text: "16 hexadecimal digits"),
        Wrong(
            hex: Published.encryptionHex.dropLast(1) + "",
            reason: .digits(31),
            text: "31 hexadecimal digits"
        ),
        Wrong(hex: Published.encryptionHex + "A", reason: .digits(33), text: "33 hexadecimal digits"),
        Wrong(hex: Published.encryptionHex + "AB", reason: .digits(34), text: "34 hexadecimal digits"),
        Wrong(hex: "G001020304050607", reason: .notADigit(position: 1), text: "character 1"),
        Wrong(hex: "00 01:02", reason: .notADigit(position: 6), text: "character 6"),
        // Full-width digits are digits to Unicode.
        Wrong(hex: "0001\u{FF11}2", reason: .notADigit(position: 5), text: "character 5"),
        Wrong(hex: "0x" + Published.encryptionHex, reason: .notADigit(position: 2), text: "character 2"),
    ]

    @Test("A key of wrong digits says which key and where", arguments: wrong)
    func wrongDigits(_ wrong: Wrong) throws {
        let encryption = #expect(throws: CipherKeyError.self) {
            try CipherKeys(encryptionHex: wrong.hex, authenticationHex: nil)
        }
        #expect(encryption?.key == .encryption && encryption?.reason == wrong.reason)
        #expect(encryption?.description.contains(wrong.text) == true)
        #expect(encryption?.description.hasPrefix("encryption key") == true)
        let authentication = #expect(throws: CipherKeyError.self) {
            try CipherKeys(encryptionHex: Published.encryptionHex, authenticationHex: wrong.hex)
        }
        #expect(authentication?.key == .authentication && authentication?.reason == wrong.reason)
        #expect(authentication?.description.hasPrefix("authentication key") == true)
    }

    @Test("A key of other than 16 bytes says how many", arguments: [0, 15, 17, 32])
    func wrongBytes(count: Int) throws {
        let bytes = [UInt8](repeating: 0xA5, count: count)
        let encryption = #expect(throws: CipherKeyError.self) {
            try CipherKeys(encryption: bytes, authentication: nil)
        }
        #expect(encryption?.key == .encryption && encryption?.reason == .length(count))
        let authentication = #expect(throws: CipherKeyError.self) {
            try CipherKeys(encryption: [UInt8](repeating: 1, count: 16), authentication: bytes)
        }
        #expect(authentication?.key == .authentication && authentication?.reason == .length(count))
        #expect(authentication?.description.contains("of \(count) bytes") == true)
    }

    // MARK: - Nothing of a key comes out

    /// All that printing can make of a value.
    private func renderings(_ value: Any) -> [String] {
        var dumped = ""
        dump(value, to: &dumped)
        let children = Mirror(reflecting: value).children.map { "\($0)" }
        return [String(describing: value), String(reflecting: value), "\(value)", dumped] + children
    }

    /// A key's bytes as hex and as the decimal numbers that Swift prints of arrays.
    private static let secrets = ["A5C6E7", "a5c6e7", "A5 C6", "165, 198", "165"]
    private static let secretHex = "A5C6E708 A5C6E708 A5C6E708 A5C6E708"

    @Test("Keys print as nothing but their being there")
    func redaction() throws {
        let keys = try CipherKeys(encryptionHex: Self.secretHex, authenticationHex: Self.secretHex)
        let holder = ["kamstrup": (keys, Optional(keys))]
        let printed = renderings(keys) + renderings(holder) + renderings(Optional(keys) as Any)
        for text in printed {
            for secret in Self.secrets { #expect(!text.contains(secret), "\(text)") }
        }
        #expect(Mirror(reflecting: keys).children.isEmpty)
        #expect(keys.description == "CipherKeys(encryption: …, authentication: …)")
        let alone = try CipherKeys(encryptionHex: Self.secretHex, authenticationHex: nil)
        #expect(alone.description == "CipherKeys(encryption: …)")
        for text in renderings(keys.decipher()) + renderings(keys.encipher()) {
            for secret in Self.secrets { #expect(!text.contains(secret), "\(text)") }
        }
    }

    @Test(
        "An error repeats no digit of the key",
        arguments: [secretHex + "A5C6E7", "A5C6E7", "A5C6E7Z", "A5C6E7 A5C6E7 \u{1F511}"]
    )
    func errors(hex: String) throws {
        let error = #expect(throws: CipherKeyError.self) {
            try CipherKeys(encryptionHex: hex, authenticationHex: nil)
        }
        for text in renderings(try #require(error)) {
            for secret in Self.secrets + ["Z", "\u{1F511}"] { #expect(!text.contains(secret), "\(text)") }
        }
    }
}
