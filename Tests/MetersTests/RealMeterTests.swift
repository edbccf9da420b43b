import DLMS
import Foundation
import Meters
import TestSupport
import Testing

@Suite("Real meters", .enabled(if: Shared.isPresent, Shared.why))
struct RealMeterTests {
    @Test("There are twelve expected messages")
    func count() {
        #expect(ExpectedReading.all.count == 12)
    }

    @Test("Every register comes out to the last digit", arguments: ExpectedReading.all)
    func registers(_ expected: ExpectedReading) throws {
        let bytes = try Shared.hex("captures/\(expected.file)")
        var sink = CollectedRegisters()
        var kinds: [MessageKind] = []
        var decoder = FrameDecoder()
        var reader = MessageReader()
        decoder.read(
            bytes.span.bytes,
            frame: { if let kind = try? reader.read($0, into: &sink) { kinds.append(kind) } },
            passedOver: { _ in }
        )
        let make = try #require(Make(rawValue: expected.make.capitalized))
        #expect(kinds == [.registers(make)])
        #expect(sink.clock == expected.clock)
        var numbers: [String: Decimal] = [:]
        var texts: [String: String] = [:]
        for (code, register) in expected.registers {
            switch register.value {
            case .number(let number): numbers[code] = number
            case .text(let text): texts[code] = text
            }
        }
        #expect(sink.numbers == numbers)
        #expect(sink.texts == texts)
        #expect(sink.units == expected.registers.compactMapValues(\.unit))
    }

    @Test("A reading holds the same in base units", arguments: ExpectedReading.all)
    func reading(_ expected: ExpectedReading) throws {
        let bytes = try Shared.hex("captures/\(expected.file)")
        let reading = try #require(outcomes(of: bytes).first?.reading)
        #expect(reading.clockText == expected.clock)
        #expect(reading.powerImportW == expected.whole("1.7.0"))
        #expect(reading.powerExportW == expected.whole("2.7.0"))
        #expect(reading.reactiveImportVar == expected.whole("3.7.0"))
        #expect(reading.reactiveExportVar == expected.whole("4.7.0"))
        let voltages = ["32.7.0", "52.7.0", "72.7.0"].map(expected.thousandths)
        // A phase that the meter does not measure is 0 in the list, and not in the reading.
        let zeros = voltages.map { $0 == 0 && reading.make.facts.sendsZeroForUnmeasured }
        let currents = zip(["31.7.0", "51.7.0", "71.7.0"].map(expected.thousandths), zeros)
            .map { current, isZero in isZero && current == 0 ? nil : current }
        #expect(reading.currentMA == PhaseValues(l1: currents[0], l2: currents[1], l3: currents[2]))
        let measured = zip(voltages, zeros).map { voltage, isZero in isZero ? nil : voltage }
        #expect(reading.voltageMV == PhaseValues(l1: measured[0], l2: measured[1], l3: measured[2]))
        #expect(reading.energyImportWh == expected.whole("1.8.0"))
        #expect(reading.energyExportWh == expected.whole("2.8.0"))
        #expect(reading.reactiveEnergyImportVarh == expected.whole("3.8.0"))
        #expect(reading.reactiveEnergyExportVarh == expected.whole("4.8.0"))
        // The Swedish Aidon says neither its number nor a version: its maker's name stands for the number.
        guard let version = expected.registers["1-1:0.2.129"]?.value else {
            #expect(reading.identity?.id == (reading.energyImportWh == nil ? nil : reading.make.rawValue))
            return
        }
        #expect(reading.identity.map { .text($0.list) } == version)
    }

    static let brokenFiles = [
        "broken/aidon-32-bytes", "broken/aidon-truncated", "broken/kamstrup-bad-fcs",
        "broken/kamstrup-ch-bad-fcs", "broken/kamstrup-truncated",
    ]

    @Test("A broken message gives no reading", arguments: brokenFiles)
    func broken(file: String) throws {
        #expect(outcomes(of: try Shared.capture(file)) == [])
    }
}
