import DLMS
import Meters
import TestSupport
import Testing

@Suite("Aidon")
struct AidonTests {
    private func item(_ code: [UInt8], _ value: [UInt8], scaler: Int8, unit: UInt8) -> [UInt8] {
        [0x02, 0x03] + code + value + [0x02, 0x02, 0x0F, UInt8(bitPattern: scaler), 0x16, unit]
    }

    private func reading(_ items: [[UInt8]]) -> Reading? {
        outcomes(of: pushed(aidonList(items))).first?.reading
    }

    static let scales: [(Int8, Int?)] = [
        (0, 250), (1, 2_500), (3, 250_000), (-1, 25), (-2, 3), (-3, 0), (127, nil),
    ]

    @Test("A value is what its own scaler makes of it, rounded to the unit", arguments: scales)
    func scaler(_ scaler: Int8, _ expected: Int?) {
        let reading = reading([item(obis(1, 0, 1, 7, 0), [0x12, 0, 250], scaler: scaler, unit: 27)])
        #expect(reading?.powerImportW == expected)
    }

    @Test("A value in another unit than its register has is left out")
    func unit() {
        let items = [
            item(obis(1, 0, 1, 7, 0), [0x12, 0, 250], scaler: 0, unit: 30),
            item(obis(1, 0, 2, 7, 0), [0x12, 0, 9], scaler: 0, unit: 27),
            item(obis(1, 0, 3, 7, 0), [0x12, 0, 9], scaler: 0, unit: 255),
        ]
        var expected = Reading(make: .aidon)
        expected.powerExportW = 9
        #expect(reading(items) == expected)
    }

    @Test("Null-data is no value")
    func nullData() {
        #expect(reading([item(obis(1, 0, 1, 7, 0), [0x00], scaler: 0, unit: 27)]) == Reading(make: .aidon))
    }

    @Test("A list of another version is unknown")
    func version() {
        let list = aidonList([[0x02, 0x02] + obis(1, 1, 0, 2, 129) + visibleString("OTHER_V1")])
        #expect(outcomes(of: pushed(list)) == [.unknown(.list(version: "OTHER_V1", count: 1))])
    }

    @Test("An item of one or four elements is wrong", arguments: [UInt8(1), 4])
    func count(_ elements: UInt8) {
        let list = aidonList([[0x02, elements] + obis(1, 0, 1, 7, 0) + [0x12, 0, 1]])
        #expect(outcomes(of: pushed(list)) == [.wrong(.unexpectedCount(found: Int(elements), expected: 3))])
    }

    @Test("Items nested in items go no deeper than the list does")
    func nested() {
        let body = [0x01, 1] + Array(repeating: [UInt8]([0x02, 0x01]), count: 600).flatMap(\.self)
        #expect(outcomes(of: pushed(body)).first?.reading == nil)
    }
}
