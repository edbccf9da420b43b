import DLMS
import Meters
import TestSupport
import Testing

@Suite("Lists that name their objects and no scales")
struct ObjectListTests {
    /// An object and its value.
    struct Item {
        var classID: UInt8
        var code: [UInt8]
        var value: [UInt8]

        static func text(_ a: UInt8, _ b: UInt8, _ c: UInt8, _ d: UInt8, _ text: String) -> Item {
            Item(
                classID: 1,
                code: obis(a, b, c, d, 0),
                value: [0x09, UInt8(text.utf8.count)] + Array(text.utf8)
            )
        }

        static func long(_ c: UInt8, _ d: UInt8, _ value: Int) -> Item {
            Item(
                classID: 3,
                code: obis(1, 0, c, d, 0),
                value: [0x06] + (0..<4).reversed().map { UInt8(value >> ($0 * 8) & 0xFF) }
            )
        }

        static func short(_ c: UInt8, _ value: Int) -> Item {
            Item(
                classID: 3,
                code: obis(1, 0, c, 7, 0),
                value: [0x12, UInt8(value >> 8), UInt8(value & 0xFF)]
            )
        }
    }

    private func outcome(_ items: [Item], pushSetup: [UInt8] = obis(0, 6, 25, 9, 0), twice: Bool = false)
        -> Outcome?
    {
        let own = [Item(classID: 40, code: pushSetup, value: [])]
        let second = twice ? [Item(classID: 40, code: pushSetup, value: pushSetup)] : []
        let all = own + second + items
        let count = UInt8(all.count)
        var body: [UInt8] = [0x02, count, 0x01, count]
        for (index, item) in all.enumerated() {
            let attribute: UInt8 = twice && index == 1 ? 1 : 2
            body += [0x02, 0x04, 0x12, 0x00, item.classID] + item.code + [0x0F, attribute, 0x12, 0x00, 0x00]
        }
        body += all.flatMap(\.value)
        return outcomes(of: pushed(body)).first
    }

    private static let e360 = Item.text(0, 0, 42, 0, "LGZ1030100000777")

    @Test("Voltages in tenths show it by themselves, and power says what currents are in")
    func oneMeasuredPhase() throws {
        let items: [Item] = [
            Self.e360, .long(1, 8, 31_415), .long(1, 7, 1_150), .long(2, 7, 0), .short(32, 2_301),
            .short(52, 0),
            .short(72, 0), .short(31, 512), .short(51, 0), .short(71, 0),
        ]
        let reading = try #require(outcome(items)?.reading)
        #expect(reading.make == .landisGyr)
        #expect(reading.identity?.id == "LGZ1030100000777")
        #expect(reading.energyImportWh == 31_415)
        #expect(reading.powerImportW == 1_150)
        #expect(reading.voltageMV == PhaseValues(l1: 230_100))
        #expect(reading.currentMA == PhaseValues(l1: 5_120))
    }

    @Test("Behind transformers currents are in A, and what the counters count nothing says")
    func transformers() throws {
        let items: [Item] = [
            Self.e360, .long(1, 8, 2_600_000), .long(1, 7, 190_000), .long(2, 7, 0), .long(3, 7, 20_000),
            .short(32, 231), .short(52, 230), .short(72, 229), .short(31, 300), .short(51, 250),
            .short(71, 301),
        ]
        let reading = try #require(outcome(items)?.reading)
        #expect(reading.voltageMV == PhaseValues(l1: 231_000, l2: 230_000, l3: 229_000))
        #expect(reading.currentMA == PhaseValues(l1: 300_000, l2: 250_000, l3: 301_000))
        #expect(reading.powerImportW == 190_000)
        #expect(reading.energyImportWh == nil)
        #expect(reading.identity?.id == "LGZ1030100000777")
    }

    static let unproven: [[Item]] = [
        // Power neither of hundredths nor of whole amperes, and none at all.
        [e360, .long(1, 7, 400), .short(32, 231), .short(31, 60)],
        [e360, .long(1, 7, 0), .short(32, 231), .short(31, 60)],
        [e360, .short(32, 231), .short(31, 60)],
        // No voltage of the mains, so no power of currents either.
        [e360, .long(1, 7, 1_000), .short(32, 700), .short(31, 60)],
    ]

    @Test("A current that power does not prove is none", arguments: unproven.indices)
    func unprovenCurrent(index: Int) throws {
        let reading = try #require(outcome(Self.unproven[index])?.reading)
        #expect(reading.currentMA.isEmpty)
        #expect(reading.voltageMV.isEmpty == (index == 3))
    }

    @Test("Registers of a make that the list does not name are nobody's")
    func unknownMake() {
        let items: [Item] = [.text(0, 0, 96, 1, "123"), .long(1, 7, 1_000), .short(32, 231)]
        #expect(outcome(items) == .unknown(.list(version: "", count: 4)))
        let other: [Item] = [.text(0, 0, 42, 0, "XYZ1030100000777"), .long(1, 7, 1_000)]
        #expect(outcome(other) == .unknown(.list(version: "", count: 3)))
    }

    @Test("The E450's list is known by the order of its objects")
    func e450() throws {
        let items: [Item] = [
            .text(0, 0, 96, 1, "44000123"), .long(1, 7, 1_000), .long(1, 8, 500), .short(31, 431),
        ]
        let reading = try #require(outcome(items, pushSetup: obis(0, 8, 25, 9, 0), twice: true)?.reading)
        #expect(reading.make == .landisGyr)
        #expect(reading.identity?.id == "44000123")
        #expect(reading.energyImportWh == 500)
        #expect(reading.currentMA == PhaseValues(l1: 4_310))
    }

    @Test("A sub-meter's number on M-Bus is not the meter's")
    func subMeter() throws {
        let items: [Item] = [.text(0, 1, 96, 1, "24000999"), .text(0, 2, 96, 1, "24000998")]
        let reading = try #require(outcome(items, pushSetup: obis(0, 11, 25, 9, 0), twice: true)?.reading)
        #expect(reading.identity == nil)
    }
}
