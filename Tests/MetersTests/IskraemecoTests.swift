import DLMS
import Meters
import TestSupport
import Testing

@Suite("Iskraemeco's lists without names")
struct IskraemecoTests {
    private func long(_ values: Int...) -> [UInt8] {
        values.flatMap { value -> [UInt8] in
            [0x06] + (0..<4).reversed().map { UInt8(value >> ($0 * 8) & 0xFF) }
        }
    }

    private func short(_ values: Int...) -> [UInt8] {
        values.flatMap { value -> [UInt8] in [0x12, UInt8(value >> 8), UInt8(value & 0xFF)] }
    }

    private func reading(_ count: UInt8, _ values: [UInt8], model: String = "AM550-TD2", head: String = "00")
        throws
        -> Reading?
    {
        let texts = ["16820777", model].flatMap { text -> [UInt8] in
            [0x09, UInt8(text.utf8.count)] + Array(text.utf8)
        }
        return outcomes(of: pushed([0x02, count] + texts + values, head: try hexBytes(head))).first?.reading
    }

    /// 2026-01-15 08:00:00, an hour ahead of UTC.
    private static let clock = "0C 07EA010F04080000 00FFC400"

    @Test("Twelve elements: three phases, then power")
    func threePhases() throws {
        let values = short(2_301, 2_312, 2_290, 101, 202, 303) + long(1_500, 0, 120, 7)
        let reading = try #require(try reading(12, values))
        #expect(reading.make == .iskraemeco)
        #expect(
            reading.identity == MeterIdentity(make: .iskraemeco, id: "16820777", model: "AM550-TD2", list: "")
        )
        #expect(reading.powerImportW == 1_500)
        #expect(reading.powerExportW == 0)
        #expect(reading.reactiveImportVar == 120)
        #expect(reading.reactiveExportVar == 7)
        #expect(reading.voltageMV == PhaseValues(l1: 230_100, l2: 231_200, l3: 229_000))
        #expect(reading.currentMA == PhaseValues(l1: 1_010, l2: 2_020, l3: 3_030))
    }

    @Test("Phases without voltage are not measured")
    func unmeasured() throws {
        let reading = try #require(try reading(12, short(2_301, 0, 0, 101, 0, 0) + long(230, 0, 0, 0)))
        #expect(reading.voltageMV == PhaseValues(l1: 230_100))
        #expect(reading.currentMA == PhaseValues(l1: 1_010))
    }

    @Test("Ten elements: power, then voltage, current and power of L1")
    func onePhase() throws {
        let reading = try #require(try reading(10, long(900, 0, 3, 4) + short(2_299, 391) + long(900, 0)))
        #expect(reading.powerImportW == 900)
        #expect(reading.voltageMV == PhaseValues(l1: 229_900))
        #expect(reading.currentMA == PhaseValues(l1: 3_910))
        #expect(reading.phaseImportW == PhaseValues(l1: 900))
        #expect(reading.phaseExportW == PhaseValues(l1: 0))
    }

    @Test("Nine elements: the power of L1 is none where both directions are 0")
    func voltageAlone() throws {
        let without = try #require(try reading(9, long(900, 0, 3, 4) + short(2_299) + long(0, 0)))
        #expect(without.voltageMV == PhaseValues(l1: 229_900))
        #expect(without.phaseImportW.isEmpty && without.phaseExportW.isEmpty)
        let with = try #require(try reading(9, long(900, 0, 3, 4) + short(2_299) + long(900, 0)))
        #expect(with.phaseImportW == PhaseValues(l1: 900))
    }

    @Test("The clock's deviation tells the maker where no text does, and without both nobody knows the list")
    func maker() throws {
        let values = long(900, 0, 3, 4) + short(2_299, 391) + long(900, 0)
        #expect(try reading(10, values, model: "T1", head: Self.clock)?.make == .iskraemeco)
        #expect(try reading(10, values, model: "T1") == nil)
    }

    @Test("Other types are another list")
    func otherTypes() throws {
        #expect(try reading(10, long(900, 0, 3, 4) + short(2_299) + long(391, 900, 0)) == nil)
    }
}
