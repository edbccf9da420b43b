import TestSupport
import Testing

@testable import DLMS

@Suite("Head of a message")
struct ApplicationDataTests {
    /// What a head says.
    enum Head: Equatable {
        case notification(clock: String?, body: [UInt8], offset: Int)
        case ciphered(control: UInt8, counter: UInt32, ciphertext: [UInt8], tag: [UInt8])
        case other(UInt8)
    }

    static func head(_ bytes: [UInt8]) throws(DecodingError) -> Head {
        switch try ApplicationData(parsing: bytes.span.bytes) {
        case .other(let tag): .other(tag)
        case .ciphered(let apdu):
            .ciphered(
                control: apdu.securityControl,
                counter: apdu.frameCounter,
                ciphertext: apdu.ciphertext.array,
                tag: apdu.tag.array
            )
        case .dataNotification(let message):
            .notification(
                clock: message.dateTime?.description,
                body: message.body.array,
                offset: message.bodyOffset
            )
        }
    }

    static let heads: [(String, Head)] = [
        (
            "E6E700 0F 40000000 090C 07E60102070E2512FF800000 0201",
            .notification(clock: "2022-01-02T14:37:18", body: [2, 1], offset: 22)
        ),
        (
            "E6E700 0F 00000000 0C 07E50B1904170037FF800000 0219",
            .notification(clock: "2021-11-25T23:00:55", body: [2, 0x19], offset: 21)
        ),
        ("E6E700 0F 40000000 00 0112", .notification(clock: nil, body: [1, 0x12], offset: 9)),
        ("E6E700 0F 40000000 00", .notification(clock: nil, body: [], offset: 9)),
        (
            "E6E700 DB 08 4B414D4501020304 06 20 00000102 FE",
            .ciphered(control: 0x20, counter: 0x102, ciphertext: [0xFE], tag: [])
        ),
        (
            "E6E700 DB 08 4B414D4501020304 81 13 30 01234567 ABCD 000102030405060708090A0B",
            .ciphered(control: 0x30, counter: 0x0123_4567, ciphertext: [0xAB, 0xCD], tag: Array(0..<12))
        ),
        ("E6E700 E0 40", .other(0xE0)),
    ]

    @Test("Each make's head is read: Kaifa's, Kamstrup's, Aidon's, and an encrypted one", arguments: heads)
    func head(_ hex: String, _ expected: Head) throws {
        #expect(try Self.head(try hexBytes(hex)) == expected)
    }

    @Test("A head cut short at any byte says so", arguments: heads)
    func cutShort(_ hex: String, _ expected: Head) throws {
        guard case .notification(_, let body, let offset) = expected else { return }
        let bytes = try hexBytes(hex)
        #expect(bytes.count == offset + body.count)
        for length in 0..<offset {
            let error = #expect(throws: DecodingError.self) { try Self.head(Array(bytes.prefix(length))) }
            #expect(error?.reason == .valueCutShort, "cut to \(length)")
        }
    }

    static let failures: [(String, DecodingError)] = [
        ("E7E700 0F", DecodingError(.noLLCHeader, at: 0)), ("E6E600 0F", DecodingError(.noLLCHeader, at: 1)),
        ("E6E701 0F", DecodingError(.noLLCHeader, at: 2)),
        ("E6E700 0F 40000000 0B 07E50B1904170037FF8000", DecodingError(.notADateTime(length: 11), at: 8)),
        ("E6E700 0F 40000000 090B 07E50B1904170037FF8000", DecodingError(.notADateTime(length: 11), at: 8)),
        ("E6E700 0F 40000000 FF", DecodingError(.impossibleLength, at: 8)),
        ("E6E700 0F 40000000 0900", DecodingError(.notADateTime(length: 0), at: 8)),
        ("E6E700 DB 07 4B414D45010203", DecodingError(.notASystemTitle(length: 7), at: 4)),
        ("E6E700 DB 08 4B414D4501020304 07 20 00000102 FE", DecodingError(.valueCutShort, at: 14)),
        ("E6E700 DB 08 4B414D4501020304 05 20 00000102 FE", DecodingError(.trailingBytes(1), at: 19)),
        ("E6E700 DB 08 4B414D4501020304 06 30 00000102 FE", DecodingError(.valueCutShort, at: 19)),
    ]

    @Test("A wrong head says what is wrong and where", arguments: failures)
    func failure(_ hex: String, _ expected: DecodingError) throws {
        let bytes = try hexBytes(hex)
        #expect(throws: expected) { try Self.head(bytes) }
    }
}
