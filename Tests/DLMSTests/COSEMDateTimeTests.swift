import TestSupport
import Testing

@testable import DLMS

@Suite("COSEM date-time")
struct COSEMDateTimeTests {
    private func dateTime(_ bytes: [UInt8]) throws -> COSEMDateTime {
        let value = [0x09, 0x0C] + bytes
        var cursor = ValueCursor(value.span.bytes)
        return try cursor.dateTime()
    }

    @Test("The twelve bytes are read as written")
    func fields() throws {
        let bytes = try hexBytes("07E7 07 19 02 09 0F 00 FF FF88 80")
        let expected = COSEMDateTime(
            year: 2023,
            month: 7,
            day: 25,
            hour: 9,
            minute: 15,
            second: 0,
            deviationMinutes: -120,
            status: 0x80
        )
        let read = try dateTime(bytes)
        #expect(read == expected)
        #expect(read.description == "2023-07-25T09:15:00")
    }

    @Test("A deviation of 8000 means that there is no deviation")
    func noDeviation() throws {
        let bytes = try hexBytes("07E6 01 02 07 0E 25 12 FF 8000 00")
        #expect(try dateTime(bytes).deviationMinutes == nil)
    }

    static let dates: [(String, Bool)] = [
        ("07E8 02 1D FF 00 00 00", true), ("07E7 02 1D FF 00 00 00", false),
        ("0834 02 1D FF 00 00 00", false),
        ("07D0 02 1D FF 00 00 00", true), ("07EA 04 1E FF 17 3B 3B", true), ("07EA 04 1F FF 17 3B 3B", false),
        ("07EA 0C 1F FF 17 3B 3B", true), ("07EA 0D 01 FF 00 00 00", false),
        ("07EA 00 01 FF 00 00 00", false),
        ("07EA 01 00 FF 00 00 00", false), ("07EA 01 01 FF 18 00 00", false),
        ("07EA 01 01 FF 00 3C 00", false),
        ("07EA 01 01 FF 00 00 3C", false), ("FFFF 01 01 FF 00 00 00", false),
        ("07B1 01 01 FF 00 00 00", false),
        ("FFFF FF FF FF FF FF FF", false),
    ]

    @Test("Only a date that there is names a moment", arguments: dates)
    func complete(_ hex: String, _ isComplete: Bool) throws {
        let bytes = try hexBytes(hex + "FF 8000 FF")
        #expect(try dateTime(bytes).isComplete == isComplete)
    }

    @Test("An OBIS code's bytes come back from it")
    func obisCode() {
        let code = OBISCode(1, 2, 3, 4, 5, 6)
        #expect([code.a, code.b, code.c, code.d, code.e, code.f] == [1, 2, 3, 4, 5, 6])
        #expect(code.quantity == 0x03_04_05)
        #expect(code.description == "1-2:3.4.5.6")
        #expect(OBISCode(1, 0, 99, 7, 0).description == "1-0:99.7.0")
    }
}
