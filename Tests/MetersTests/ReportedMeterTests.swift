import DLMS
import Meters
import TestSupport
import Testing

/// Inputs of public reports, with the values that their README worked out from the bytes.
@Suite("Reported meters", .enabled(if: Shared.isPresent, Shared.why))
struct ReportedMeterTests {
    private func readings(_ name: String) throws -> [Reading] {
        let outcomes = outcomes(of: try Shared.report(name))
        #expect(outcomes.allSatisfy { $0 == .incomplete || $0.reading != nil }, "\(name)")
        return outcomes.compactMap(\.reading)
    }

    @Test("A Norwegian Kamstrup of one phase")
    func onePhase() throws {
        let readings = try readings("67-amshan-kamstrup-1phase-nulls.hex")
        #expect(readings.map(\.clockText) == ["2022-01-17T12:44:40", "2021-11-24T00:00:25"])
        #expect(readings.map(\.powerImportW) == [1_896, 10_050])
        #expect(readings.map(\.reactiveExportVar) == [493, 279])
        #expect(readings.map(\.currentMA) == [PhaseValues(l1: 8_960), PhaseValues(l1: 45_120)])
        #expect(readings.map(\.voltageMV) == [PhaseValues(l1: 225_000), PhaseValues(l1: 223_000)])
        #expect(readings.map(\.energyImportWh) == [nil, 77_452_500])
        #expect(readings.map(\.energyExportWh) == [nil, 0])
        #expect(readings.last?.reactiveEnergyImportVarh == 137_310)
        #expect(readings.last?.reactiveEnergyExportVarh == 11_415_870)
    }

    @Test("Landis+Gyr's E360 in Switzerland")
    func e360() throws {
        let reading = try #require(try readings("69-scs-e360-vse2026.hex").first)
        #expect(reading.make == .landisGyr)
        #expect(reading.identity?.id.hasPrefix("LGZ103") == true)
        #expect(reading.powerImportW == 11)
        #expect(reading.voltageMV == PhaseValues(l1: 235_700))
        #expect(reading.currentMA == PhaseValues(l1: 60))
    }

    @Test("Landis+Gyr's E570 behind transformers")
    func e570() throws {
        let reading = try #require(try readings("70-scs-e570-load-vse2026.hex").first)
        #expect(reading.powerImportW == 258_874)
        #expect(reading.voltageMV == PhaseValues(l1: 229_000, l2: 230_000, l3: 229_000))
        #expect(reading.currentMA == PhaseValues(l1: 400_000, l2: 200_000, l3: 601_000))
    }

    @Test("An E450 with a sub-meter is one meter")
    func subMeter() throws {
        let readings = try readings("74-scs-e450-own-and-submeter-lists.hex")
        #expect(readings.count == 2)
        #expect(Set(readings.compactMap(\.identity?.id)) == ["44000811"])
    }

    @Test("A Kaifa in an IT net does not measure the voltage of L2")
    func itNet() throws {
        let reading = try #require(try readings("79-elwiz-kaifa-it-list3.hex").first)
        #expect(reading.voltageMV == PhaseValues(l1: 232_500, l2: nil, l3: 234_500))
        #expect(reading.currentMA == PhaseValues(l1: 10_533, l2: 12_269, l3: 4_624))
    }

    @Test("A telegram of DSMR 2.2, whose line goes on with the next")
    func continuationLine() throws {
        let reading = try #require(try readings("28-dsmrparser-v22-no-crc.p1").first)
        #expect(reading.powerImportW == 1_010)
        #expect(reading.energyImportWh == 2_002)
    }

    @Test("A telegram with bytes of FF in a text")
    func foreignBytes() throws {
        let reading = try #require(try readings("43-esphome2891-ff-bytes-in-text.p1").first)
        #expect(reading.powerImportW == 71)
        #expect(reading.energyImportWh == 3_563_020)
    }

    @Test("A telegram with line feeds alone, and the power of each phase")
    func lineFeeds() throws {
        let reading = try #require(try readings("63h-p1-lf-only.p1").first)
        #expect(reading.energyImportWh == 424_413)
        #expect(reading.phaseImportW == PhaseValues(l1: 53, l2: 107, l3: 20))
        #expect(reading.phaseExportW == PhaseValues(l1: 0, l2: 0, l3: 0))
    }

    @Test("An encrypted E450 of Austria in blocks says that it needs a key")
    func encrypted() throws {
        let outcomes = outcomes(of: try Shared.report("19-dlmsparser-e450-at-encrypted-gbt.hex"))
        #expect(outcomes == [.incomplete, .incomplete, .unknown(.ciphered(.missingKey))])
    }
}
