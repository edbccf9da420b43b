import DLMS
import Meters
import TestSupport
import Testing

/// What the README of the real captures says of those that `expected.jsonl` does not have.
@Suite("Real meters of other countries", .enabled(if: Shared.isPresent, Shared.why))
struct ForeignMeterTests {
    struct Expected: Sendable, CustomTestStringConvertible {
        var file: String
        var make: Make
        var id: String
        var importW: Int?
        var exportW: Int?
        var energyWh: Int?
        var voltageMV = PhaseValues()
        var currentMA = PhaseValues()
        /// How many frames give no reading yet.
        var before = 0

        var testDescription: String { file }
    }

    static let expected = [
        Expected(
            file: "denmark/kamstrup-decrypted-apdu",
            make: .kamstrup,
            id: "5706567286399553",
            importW: 169,
            exportW: 0,
            voltageMV: PhaseValues(l1: 232_000, l2: 231_000, l3: 232_000),
            currentMA: PhaseValues(l1: 360, l2: 920, l3: 880)
        ),
        Expected(
            file: "other/landisgyr-ch-gbt-3frames",
            make: .landisGyr,
            id: "63326413",
            importW: 362,
            exportW: 0,
            energyWh: 2_302_502,
            currentMA: PhaseValues(l1: 510, l2: 1_050, l3: 520),
            before: 2
        ),
        Expected(
            file: "other/iskra-si-instant",
            make: .iskraemeco,
            id: "16820005",
            importW: 1_393,
            exportW: 0,
            voltageMV: PhaseValues(l1: 237_900, l2: 237_900, l3: 229_600),
            currentMA: PhaseValues(l1: 1_030, l2: 1_250, l3: 5_970)
        ),
        Expected(file: "other/iskra-si-energy", make: .iskraemeco, id: "16820006", energyWh: 52_837),
        Expected(
            file: "other/kaifa-at-apdu",
            make: .kaifa,
            id: "1KFM0200182517",
            importW: 0,
            exportW: 24,
            energyWh: 1_403_036,
            voltageMV: PhaseValues(l1: 233_000, l2: 232_500, l3: 233_000),
            currentMA: PhaseValues(l1: 450, l2: 430, l3: 810)
        ),
        Expected(
            file: "other/sagemcom-at-apdu",
            make: .unknown,
            id: "178210128502",
            importW: 0,
            exportW: 9,
            energyWh: 4_752_026,
            voltageMV: PhaseValues(l1: 233_400, l2: 232_500, l3: 232_100),
            currentMA: PhaseValues(l1: 20, l2: 480, l3: 830)
        ),
        Expected(
            file: "other/landisgyr-se-p1",
            make: .landisGyr,
            id: "LGF5E360",
            importW: 4_190,
            exportW: 0,
            energyWh: 2_721_126,
            voltageMV: PhaseValues(l1: 230_700, l2: 230_100, l3: 231_000),
            currentMA: PhaseValues(l1: 9_700, l2: 1_900, l3: 9_200)
        ),
        Expected(
            file: "other/kamstrup-p1",
            make: .kamstrup,
            id: "KAM5",
            importW: 1_453,
            exportW: 0,
            energyWh: 9_621_983,
            voltageMV: PhaseValues(l1: 237_400, l2: 241_400, l3: 241_400),
            currentMA: PhaseValues(l1: 5_100, l2: 1_400, l3: 400)
        ),
        Expected(
            file: "other/nes-dk-p1",
            make: .nes,
            id: "NES5_83335-3E",
            importW: 193,
            exportW: 0,
            energyWh: 36_273,
            voltageMV: PhaseValues(l1: 237_200, l2: 238_700, l3: 238_500),
            currentMA: PhaseValues(l1: 1_300, l2: 0, l3: 0)
        ),
    ]

    @Test("It gives the values that its README says", arguments: expected)
    func values(_ expected: Expected) throws {
        let outcomes = outcomes(of: try Shared.capture(expected.file), acceptsBareAPDU: true)
        #expect(outcomes.count == expected.before + 1)
        #expect(outcomes.prefix(expected.before).allSatisfy { $0 == .incomplete })
        let reading = try #require(outcomes.last?.reading)
        #expect(reading.make == expected.make)
        #expect(reading.identity?.id == expected.id)
        #expect(reading.powerImportW == expected.importW)
        #expect(reading.powerExportW == expected.exportW)
        #expect(reading.energyImportWh == expected.energyWh)
        #expect(reading.voltageMV == expected.voltageMV)
        #expect(reading.currentMA == expected.currentMA)
    }

    static let encrypted = ["other/kaifa-at-mbus-encrypted-nokey", "other/sagemcom-at-mbus-encrypted-nokey"]

    @Test("Without its key an encrypted message says so", arguments: encrypted)
    func withoutKey(file: String) throws {
        #expect(outcomes(of: try Shared.capture(file)) == [.incomplete, .unknown(.ciphered(.missingKey))])
    }

    @Test("The Danish one says so too, though its check sequence is wrong in the capture itself")
    func withoutKeyAndCheckSequence() throws {
        let bytes = try Shared.capture("denmark/kamstrup-encrypted-nokey")
        var decoder = FrameDecoder()
        var reasons: [DecodingError.Reason] = []
        decoder.read(bytes.span.bytes, frame: { _ in Issue.record("a frame") }, passedOver: { _ in })
        decoder.finish(frame: { _ in Issue.record("a frame") }, passedOver: { reasons.append($0.reason) })
        #expect(reasons == [.frameCheckSequenceOfEncrypted])
        #expect(reasons.first?.description.contains("encrypted: needs --key") == true)
    }

    @Test("No message of other countries, put into a frame of HDLC, is taken for a Norwegian one")
    func framed() throws {
        for file in ["other/kaifa-at-apdu", "other/sagemcom-at-apdu"] {
            let message = try Shared.capture(file)
            let framed = outcomes(of: Frames.frame([0xE6, 0xE7, 0x00] + message))
            #expect(framed == outcomes(of: message, acceptsBareAPDU: true), "\(file)")
        }
    }
}
