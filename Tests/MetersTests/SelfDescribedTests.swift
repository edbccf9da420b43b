import DLMS
import Meters
import TestSupport
import Testing

/// Makes without a real capture at hand: their lists as others have published them.
@Suite("Lists that describe themselves")
struct SelfDescribedTests {
    /// Landis+Gyr E350 Embriq, of esphome-libs/dlms_parser, tests/dumps/hdlc_landis_gyr_zmf100.log: the facts of the list, with a
    /// number of our own.
    private static let embriq = """
        01 12
        0202 0906 0101000281FF 0A0B 454D425249515F56315F31
        0202 0906 0000600100FF 0A10 31323334353637380000000000000000
        0202 0906 0000600107FF 0A04 5A4D4631
        0203 0906 0100010700FF 06 00000230 02020F00161B
        0203 0906 0100020700FF 06 00000000 02020F00161B
        0203 0906 0100030700FF 06 00000000 02020F00161D
        0203 0906 0100040700FF 06 00000000 02020F00161D
        0203 0609 01001F0700FF 10 00F4 02020FFE1621
        0203 0609 0100330700FF 10 0000 02020FFE1621
        0203 0609 0100470700FF 10 0000 02020FFE1621
        0203 0906 0100200700FF 12 091A 02020FFF1623
        0203 0906 0100340700FF 12 091A 02020FFF1623
        0203 0906 0100480700FF 12 091A 02020FFF1623
        0202 0906 0000010000FF 090C 07E30401000D0006FF000000
        0203 0906 0000010800FF 06 000086AF 02020F00161E
        0203 0906 0000020800FF 06 00017466 02020F00161E
        0203 0906 0000030800FF 06 000029E4 02020F001620
        0203 0906 0000040800FF 06 000005DB 02020F001620
        """

    @Test("Landis+Gyr Embriq, with its codes written the wrong way round")
    func embriqList() throws {
        let reading = try #require(outcomes(of: pushed(try hexBytes(Self.embriq))).first?.reading)
        #expect(
            reading.identity
                == MeterIdentity(make: .landisGyr, id: "12345678", model: "ZMF1", list: "EMBRIQ_V1_1")
        )
        #expect(reading.clockText == "2019-04-01T13:00:06")
        #expect(reading.powerImportW == 560)
        #expect(reading.currentMA == PhaseValues(l1: 2_440, l2: 0, l3: 0))
        #expect(reading.voltageMV == PhaseValues(l1: 233_000, l2: 233_000, l3: 233_000))
        #expect(reading.energyImportWh == 34_479)
        #expect(reading.energyExportWh == 95_334)
        #expect(reading.reactiveEnergyImportVarh == 10_724)
        #expect(reading.reactiveEnergyExportVarh == 1_499)
    }

    @Test("No other meter may write its codes so")
    func swapped() {
        let list = aidonList([
            [0x02, 0x03, 0x06, 0x09, 1, 0, 1, 7, 0, 255, 0x06, 0, 0, 0, 1, 0x02, 0x02, 0x0F, 0, 0x16, 27]
        ])
        #expect(outcomes(of: pushed(list)) == [.wrong(.unexpectedType(found: 0x06, expected: 0x09))])
    }

    /// Kaifa MA304H4 of Sweden, after turbokongen/hass-AMS: 18 codes and 18 values.
    private static let kaifaPairs: [UInt8] = {
        func long(_ value: UInt16) -> [UInt8] { [0x06, 0, 0, UInt8(value >> 8), UInt8(value & 0xFF)] }
        var pairs: [[UInt8]] = [
            obis(1, 0, 0, 2, 129) + [0x09, 7] + Array("KFM_001".utf8),
            obis(0, 0, 96, 1, 0) + [0x09, 4] + Array("7340".utf8),
            obis(0, 0, 96, 1, 7) + [0x09, 7] + Array("MA304H4".utf8),
        ]
        for c in UInt8(1)...4 { pairs.append(obis(1, 0, c, 7, 0) + long(UInt16(c) * 100)) }
        for c in [UInt8(31), 51, 71] { pairs.append(obis(1, 0, c, 7, 0) + long(UInt16(c) * 10)) }
        for c in [UInt8(32), 52, 72] { pairs.append(obis(1, 0, c, 7, 0) + long(2_300 + UInt16(c))) }
        pairs.append(obis(0, 0, 1, 0, 0) + [0x09, 12, 0x07, 0xE5, 5, 7, 5, 14, 53, 45, 255, 0x80, 0, 0])
        for c in UInt8(1)...4 { pairs.append(obis(1, 0, c, 8, 0) + long(UInt16(c) * 1_111)) }
        return [0x02, UInt8(2 * pairs.count)] + pairs.flatMap(\.self)
    }()

    @Test("Kaifa's Swedish list of codes and values is Kaifa's in its scales")
    func kaifa() throws {
        #expect(Self.kaifaPairs[1] == 36)
        let reading = try #require(outcomes(of: pushed(Self.kaifaPairs)).first?.reading)
        #expect(
            reading.identity == MeterIdentity(make: .kaifa, id: "7340", model: "MA304H4", list: "KFM_001")
        )
        #expect(reading.clockText == "2021-05-07T14:53:45")
        #expect(reading.powerImportW == 100)
        #expect(reading.reactiveExportVar == 400)
        #expect(reading.currentMA == PhaseValues(l1: 310, l2: 510, l3: 710))
        #expect(reading.voltageMV == PhaseValues(l1: 233_200, l2: 235_200, l3: 237_200))
        #expect(reading.energyImportWh == 1_111)
        #expect(reading.reactiveEnergyExportVarh == 4_444)
    }

    private static func item(_ code: [UInt8], _ value: [UInt8], scaler: Int8, unit: UInt8) -> [UInt8] {
        code + value + [0x02, 0x02, 0x0F, UInt8(bitPattern: scaler), 0x16, unit]
    }

    @Test("A meter nobody knows works when it says code, value, scaler and unit", arguments: [true, false])
    func anyMeter(isFlat: Bool) throws {
        let items = [
            Self.item(obis(1, 0, 1, 7, 0), [0x05, 0, 0, 0, 123], scaler: 1, unit: 27),
            Self.item(obis(1, 0, 1, 8, 0), [0x15, 0, 0, 0, 0, 0, 1, 0, 0], scaler: 0, unit: 30),
        ]
        let name = obis(0, 0, 42, 0, 0) + visibleString("SAG1234567890123")
        let number = obis(0, 0, 96, 1, 0) + visibleString("42")
        let flat: [UInt8] = [0x02, 10] + name + number + items.flatMap(\.self)
        let nested: [UInt8] =
            [0x02, 4, 0x02, 0x02] + name + [0x02, 0x02] + number + items.flatMap { [0x02, 0x03] + $0 }
        let reading = try #require(outcomes(of: pushed(isFlat ? flat : nested)).first?.reading)
        #expect(reading.make == .sagemcom)
        #expect(reading.identity?.id == "42")
        #expect(reading.powerImportW == 1_230)
        #expect(reading.energyImportWh == 65_536)
    }

    static let unknown: [(String, [UInt8], String, Int)] = [
        (
            "codes and values alone",
            [0x02, 4] + obis(1, 0, 1, 7, 0) + [0x06, 0, 0, 0, 1] + obis(1, 0, 2, 7, 0) + [0x06, 0, 0, 0, 1],
            "", 4
        ),
        ("eighteen numbers", [0x02, 18] + (0..<18).flatMap { [0x06, 0, 0, 0, $0] }, "", 18),
        (
            "eighteen of another version",
            [0x02, 18, 0x09, 7] + Array("OTHER_1".utf8) + (0..<17).flatMap { [0x06, 0, 0, 0, $0] }, "OTHER_1",
            18
        ),
        ("one short number", [0x02, 1, 0x12, 0, 1], "", 1), ("an empty structure", [0x02, 0], "", 0),
        ("an empty structure before an array", [0x02, 0, 0x01, 0], "", 0),
        ("an empty array", [0x01, 0], "", 0), ("a number", [0x06, 0, 0, 0, 1], "", 0),
        (
            "ISK, but other types",
            [0x02, 18, 0x09, 16] + Array("ISK1030789375606".utf8) + (0..<17).flatMap { [0x06, 0, 0, 0, $0] },
            "ISK1030789375606", 18
        ),
        (
            "KFM of another length", [0x02, 3, 0x09, 7] + Array("KFM_001".utf8) + [0x11, 1, 0x11, 2],
            "KFM_001", 3
        ),
    ]

    @Test("A list that says nothing of itself is unknown and gives no reading", arguments: unknown)
    func nobodyKnows(name: String, body: [UInt8], version: String, count: Int) {
        #expect(outcomes(of: pushed(body)) == [.unknown(.list(version: version, count: count))], "\(name)")
    }

    @Test("An object list must say as many objects as there are values")
    func objectList() {
        let object: [UInt8] = [0x02, 4, 0x12, 0, 3] + obis(1, 0, 1, 7, 0) + [0x0F, 2, 0x12, 0, 0]
        let list: [UInt8] = [0x02, 3, 0x01, 2] + object + object + [0x06, 0, 0, 0, 1, 0x06, 0, 0, 0, 1]
        #expect(outcomes(of: pushed(list)) == [.wrong(.unexpectedCount(found: 2, expected: 3))])
    }

    static let voltages: [(UInt16, Int)] = [(231, 231_000), (999, 999_000), (23_145, 231_450)]

    @Test("Kamstrup's voltages are volts, or hundredths where volts could not be", arguments: voltages)
    func voltage(raw: UInt16, millivolts: Int) {
        let list = kamstrupList([obis(1, 1, 32, 7, 0) + [0x12, UInt8(raw >> 8), UInt8(raw & 0xFF)]])
        #expect(outcomes(of: pushed(list)).first?.reading?.voltageMV == PhaseValues(l1: millivolts))
    }
}
