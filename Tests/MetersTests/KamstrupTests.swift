import DLMS
import Meters
import TestSupport
import Testing

@Suite("Kamstrup")
struct KamstrupTests {
    private func reading(_ pairs: [[UInt8]]) -> Reading? {
        outcomes(of: pushed(kamstrupList(pairs))).first?.reading
    }

    @Test("Null-data is no value, not even for the clock")
    func nullData() {
        let pairs: [[UInt8]] = [
            obis(0, 1, 1, 0, 0) + [0x00],
            obis(1, 1, 1, 7, 0) + [0x06, 0, 0, 4, 0xDF],
            obis(1, 1, 2, 7, 0) + [0x00],
            obis(1, 1, 51, 7, 0) + [0x00],
            obis(1, 1, 1, 8, 0) + [0x00],
        ]
        var expected = Reading(make: .kamstrup)
        expected.powerImportW = 1_247
        #expect(reading(pairs) == expected)
    }

    @Test("Null-data for code and value is a phase that the meter does not have")
    func absentPhases() {
        let pairs: [[UInt8]] = [
            obis(1, 1, 1, 7, 0) + [0x06, 0, 0, 4, 0xDF], obis(1, 1, 31, 7, 0) + [0x06, 0, 0, 2, 0x1C],
            [0x00, 0x00], [0x00, 0x00], obis(1, 1, 32, 7, 0) + [0x12, 0, 231], [0x00, 0x00], [0x00, 0x00],
        ]
        var expected = Reading(make: .kamstrup)
        expected.powerImportW = 1_247
        expected.currentMA = PhaseValues(l1: 5_400)
        expected.voltageMV = PhaseValues(l1: 231_000)
        #expect(reading(pairs) == expected)
    }

    @Test("A value behind a code of null-data is an error: nothing says what it is")
    func valueWithoutCode() {
        let list = kamstrupList([obis(1, 1, 1, 7, 0) + [0x06, 0, 0, 4, 0xDF], [0x00, 0x12, 0, 231]])
        #expect(outcomes(of: pushed(list)) == [.wrong(.unexpectedType(found: 0x12, expected: 0x00))])
    }

    static let models: [(String, Int)] = [
        ("6841131BN243101040", 2_870), ("6851131BN243101040", 287), ("685", 287), ("68", 2_870), ("", 2_870),
        ("1685", 2_870),
    ]

    @Test("Currents are in hundredths, behind transformers (685…) in thousandths", arguments: models)
    func currentScale(model: String, milliamperes: Int) {
        let reading = reading([
            obis(1, 1, 96, 1, 1) + visibleString(model), obis(1, 1, 31, 7, 0) + [0x06, 0, 0, 1, 0x1F],
            obis(1, 1, 32, 7, 0) + [0x12, 0, 241],
        ])
        #expect(reading?.currentMA == PhaseValues(l1: milliamperes))
        #expect(reading?.voltageMV == PhaseValues(l1: 241_000))
    }

    @Test("Energy is in tens of watt-hours, up to the largest counter")
    func energy() {
        let reading = reading([
            obis(1, 1, 1, 8, 0) + [0x06, 0xFF, 0xFF, 0xFF, 0xFF], obis(1, 1, 2, 8, 0) + [0x06, 0, 0, 0, 1],
            obis(1, 1, 3, 8, 0) + [0x15, 0x7F] + Array(repeating: 0xFF, count: 7),
        ])
        #expect(reading?.assumesEnergyScale == true)
        #expect(reading?.energyImportWh == 42_949_672_950)
        #expect(reading?.energyExportWh == 10)
        #expect(reading?.reactiveEnergyImportVarh == nil, "ten times more than 64 bits hold")
    }

    @Test("A register of unknown scale is left out, and the list still read")
    func unknownRegister() {
        let reading = reading([
            obis(1, 1, 99, 7, 0) + [0x06, 0, 0, 0, 1], obis(1, 1, 1, 7, 0) + [0x06, 0, 0, 0, 2],
        ])
        #expect(reading?.powerImportW == 2)
    }

    @Test("An even number of elements is no list of pairs")
    func even() {
        var list = kamstrupList([obis(1, 1, 1, 7, 0) + [0x06, 0, 0, 0, 1]])
        list[1] = 4
        #expect(outcomes(of: pushed(list)) == [.wrong(.unexpectedCount(found: 4, expected: 5))])
    }

    @Test("The hourly list's clock among its pairs counts, not the head's")
    func clock() throws {
        let head = try hexBytes("0C 07E50B1904170037FF800000")
        let pair = try hexBytes("09 06 0001010000FF 09 0C 07E50B1904170000FF800000")
        let reading = outcomes(of: pushed(kamstrupList([pair]), head: head)).first?.reading
        #expect(reading?.clockText == "2021-11-25T23:00:00")
        let without = outcomes(of: pushed(kamstrupList([]), head: head)).first?.reading
        #expect(without?.clockText == "2021-11-25T23:00:55")
        #expect(without?.clockSecondsPastHour == 55)
    }
}
