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
        decoder.read(
            bytes.span.bytes,
            frame: { if let kind = try? readRegisters(of: $0, into: &sink) { kinds.append(kind) } },
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
        #expect(
            reading.currentMA
                == PhaseValues(
                    l1: expected.thousandths("31.7.0"),
                    l2: expected.thousandths("51.7.0"),
                    l3: expected.thousandths("71.7.0")
                )
        )
        #expect(
            reading.voltageMV
                == PhaseValues(
                    l1: expected.thousandths("32.7.0"),
                    l2: expected.thousandths("52.7.0"),
                    l3: expected.thousandths("72.7.0")
                )
        )
        #expect(reading.energyImportWh == expected.whole("1.8.0"))
        #expect(reading.energyExportWh == expected.whole("2.8.0"))
        #expect(reading.reactiveEnergyImportVarh == expected.whole("3.8.0"))
        #expect(reading.reactiveEnergyExportVarh == expected.whole("4.8.0"))
        #expect(reading.identity.map { .text($0.list) } == expected.registers["1-1:0.2.129"]?.value)
    }

    static let brokenFiles = [
        "broken/aidon-32-bytes", "broken/aidon-truncated", "broken/kamstrup-bad-fcs",
        "broken/kamstrup-ch-bad-fcs", "broken/kamstrup-truncated",
    ]

    @Test("A broken message gives no reading", arguments: brokenFiles)
    func broken(file: String) throws {
        #expect(outcomes(of: try Shared.capture(file)) == [])
    }

    static let unknownFiles: [(String, Outcome)] = [
        ("other/iskra-si-instant", .unknown(.list(version: "ISK1030789375606", count: 18))),
        ("other/iskra-si-energy", .unknown(.list(version: "ISK1030789375606", count: 12))),
    ]

    @Test("Iskraemeco's lists are not Kaifa's", arguments: unknownFiles)
    func unknown(file: String, _ expected: Outcome) throws {
        #expect(outcomes(of: try Shared.capture(file)) == [expected])
    }

    @Test("General block transfer is no reading yet")
    func blockTransfer() throws {
        let outcomes = outcomes(of: try Shared.capture("other/landisgyr-ch-gbt-3frames"))
        #expect(outcomes.count == 3)
        #expect(outcomes.first == .unknown(.applicationTag(0xE0)))
        #expect(outcomes.allSatisfy { $0.reading == nil })
    }

    @Test("Messages of other countries, put into a frame, are unknown and never one of ours")
    func foreign() throws {
        for file in ["other/kaifa-at-apdu", "other/sagemcom-at-apdu"] {
            let message = try Shared.capture(file)
            let outcomes = outcomes(of: Frames.frame([0xE6, 0xE7, 0x00] + message))
            #expect(outcomes.count == 1)
            #expect(outcomes.first?.reading == nil, "\(file)")
        }
        let danish = try Shared.capture("denmark/kamstrup-decrypted-apdu")
        #expect(outcomes(of: Frames.frame(danish)) == [.unknown(.encrypted)])
    }
}
