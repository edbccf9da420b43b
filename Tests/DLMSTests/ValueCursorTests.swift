import TestSupport
import Testing

@testable import DLMS

@Suite("Values")
struct ValueCursorTests {
    /// What is asked of the cursor.
    enum Read: Sendable, CaseIterable {
        case number, text, obisCode, dateTime, structure, array, scalerAndUnit, swapped, skip
    }

    /// What came of it, in words, and where the cursor stood then.
    struct Outcome: Equatable {
        var value: String
        var position: Int
    }

    static func outcome(_ read: Read, _ bytes: [UInt8], base: Int = 0) throws(DecodingError) -> Outcome {
        var cursor = ValueCursor(bytes.span.bytes, base: base)
        let value: String
        switch read {
        case .number: value = try cursor.number().map { "\($0)" } ?? "nil"
        case .text: value = String(decoding: try cursor.text().array, as: UTF8.self)
        case .obisCode: value = try cursor.obisCode().description
        case .dateTime: value = try cursor.dateTime().description
        case .structure: value = "\(try cursor.structure())"
        case .array: value = "\(try cursor.array())"
        case .scalerAndUnit: value = "\(try cursor.scalerAndUnit())"
        case .swapped: value = try cursor.obisCodeWithHeadEitherWay().description
        case .skip:
            try cursor.skip()
            value = "skipped"
        }
        return Outcome(value: value, position: cursor.position)
    }

    static let good: [(Read, String, String)] = [
        (.number, "00", "nil"),
        (.number, "06 FFFFFFFF", "4294967295"), (.number, "05 FFFFFFFF", "-1"),
        (.number, "05 80000000", "-2147483648"), (.number, "12 FFFE", "65534"),
        (.number, "10 8000", "-32768"),
        (.number, "11 FF", "255"), (.number, "0F FF", "-1"), (.number, "0F 7F", "127"),
        (.number, "14 8000000000000000", "-9223372036854775808"),
        (.number, "15 7FFFFFFFFFFFFFFF", "9223372036854775807"),
        (.text, "09 03 4B464D", "KFM"), (.text, "0A 03 4B464D", "KFM"), (.text, "09 00", ""),
        (.text, "09 8103 4B464D", "KFM"), (.text, "0A 820003 4B464D", "KFM"),
        (.obisCode, "09 06 01 00 01 07 00 FF", "1-0:1.7.0"),
        (.obisCode, "09 06 0000 6001 00 01", "0-0:96.1.0.1"),
        (.dateTime, "09 0C 07E50B1904170037FF800000", "2021-11-25T23:00:55"),
        (.structure, "02 12", "18"), (.structure, "02 81 FF", "255"), (.structure, "02 82 FFFF", "65535"),
        (.array, "01 1B", "27"), (.scalerAndUnit, "02 02 0F FE 16 1B", "(scaler: -2, unit: 27)"),
        (.dateTime, "19 07E50B1904170037FF800000", "2021-11-25T23:00:55"),
        (.swapped, "09 06 01001F0700FF", "1-0:31.7.0"),
        (.skip, "00", "skipped"), (.skip, "02 02 01 02 11 01 11 02 0A 01 41", "skipped"),
        (.skip, "02 01 02 01 02 01 02 01 16 05", "skipped"), (.skip, "04 09 FF80", "skipped"),
        (.skip, "17 00000000", "skipped"), (.skip, "18 0000000000000000", "skipped"),
        (.skip, "1A 0102030405", "skipped"),
        (.skip, "1B 01020304", "skipped"), (.skip, "0D 12", "skipped"), (.skip, "03 01", "skipped"),
        (.skip, "15 FFFFFFFFFFFFFFFF", "skipped"), (.skip, "02 00", "skipped"),
    ]

    @Test("Each type is read to its end", arguments: good)
    func value(_ read: Read, _ hex: String, _ expected: String) throws {
        let bytes = try hexBytes(hex)
        let outcome = try Self.outcome(read, bytes + [0x55])
        #expect(outcome == Outcome(value: expected, position: bytes.count))
    }

    @Test("Each type cut short at any byte says so", arguments: good)
    func cutShort(_ read: Read, _ hex: String, _: String) throws {
        let bytes = try hexBytes(hex)
        for length in 0..<bytes.count {
            let error = #expect(throws: DecodingError.self) {
                try Self.outcome(read, Array(bytes.prefix(length)))
            }
            #expect(error?.reason == .valueCutShort, "cut to \(length)")
            #expect((error?.offset ?? -1) <= length)
        }
    }

    static let failures: [(Read, String, DecodingError)] = [
        (.number, "09 00", DecodingError(.unexpectedType(found: 0x09, expected: 0x06), at: 100)),
        (.number, "7F", DecodingError(.unexpectedType(found: 0x7F, expected: 0x06), at: 100)),
        (.number, "15 8000000000000000", DecodingError(.numberOutOfRange, at: 100)),
        (.skip, "EE", DecodingError(.unknownType(0xEE), at: 100)),
        (.skip, "02 01 13 00", DecodingError(.unknownType(0x13), at: 102)),
        (.skip, "02 82 FFFF 00", DecodingError(.valueCutShort, at: 100)),
        (
            .swapped, "06 08 01001F0700FF",
            DecodingError(.unexpectedType(found: 0x06, expected: 0x09), at: 100)
        ),
        (.text, "06 00", DecodingError(.unexpectedType(found: 0x06, expected: 0x0A), at: 100)),
        (.text, "09 80", DecodingError(.impossibleLength, at: 101)),
        (.text, "09 83 000001 41", DecodingError(.impossibleLength, at: 101)),
        (.text, "09 82 FFFF 41", DecodingError(.valueCutShort, at: 100)),
        (.obisCode, "09 05 0100010700", DecodingError(.notAnOBISCode(length: 5), at: 100)),
        (
            .obisCode, "0A 06 0100010700FF",
            DecodingError(.unexpectedType(found: 0x0A, expected: 0x09), at: 100)
        ),
        (.dateTime, "09 0B 07E50B1904170037FF8000", DecodingError(.notADateTime(length: 11), at: 100)),
        (.structure, "01 02", DecodingError(.unexpectedType(found: 0x01, expected: 0x02), at: 100)),
        (.array, "02 02", DecodingError(.unexpectedType(found: 0x02, expected: 0x01), at: 100)),
        (
            .scalerAndUnit, "02 03 0F 00 16 1B",
            DecodingError(.unexpectedCount(found: 3, expected: 2), at: 100)
        ),
        (
            .scalerAndUnit, "02 02 11 00 16 1B",
            DecodingError(.unexpectedType(found: 0x11, expected: 0x0F), at: 102)
        ),
        (
            .scalerAndUnit, "02 02 0F 00 11 1B",
            DecodingError(.unexpectedType(found: 0x11, expected: 0x16), at: 104)
        ),
    ]

    @Test("A wrong value says what is wrong and where", arguments: failures)
    func failure(_ read: Read, _ hex: String, _ expected: DecodingError) throws {
        let bytes = try hexBytes(hex)
        #expect(throws: expected) { try Self.outcome(read, bytes, base: 100) }
    }

    @Test("Random bytes crash no read", .ownThread, arguments: Read.allCases)
    func random(_ read: Read) {
        var random = SeededRandom(11)
        for _ in 0..<20_000 {
            var bytes = random.bytes(Int.random(in: 0...24, using: &random))
            if !bytes.isEmpty { bytes[0] &= 0x1F }
            let position = (try? Self.outcome(read, bytes))?.position ?? 0
            #expect(position <= bytes.count)
        }
    }

    @Test("What follows the last value is an error")
    func trailing() throws {
        let bytes: [UInt8] = [0x11, 5, 9, 9]
        var cursor = ValueCursor(bytes.span.bytes, base: 20)
        _ = try cursor.number()
        var reported: DecodingError?
        do { try cursor.end() } catch { reported = error }
        #expect(reported == DecodingError(.trailingBytes(2), at: 22))
    }
}
