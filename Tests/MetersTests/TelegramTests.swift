import DLMS
import Meters
import TestSupport
import Testing

@Suite("P1 telegrams")
struct TelegramTests {
    private static let lines = [
        "0-0:1.0.0(221215155050W)", "1-0:1.8.0(00002721.126*kWh)", "1-0:2.8.0(00000001.000*kWh)",
        "1-0:3.8.0(00001384.336*kvarh)", "1-0:1.7.0(0004.190*kW)", "1-0:2.7.0(0000.012*kW)",
        "1-0:3.7.0(0000.292*kVAr)", "1-0:4.7.0(0000.001*kvar)", "1-0:32.7.0(230.7*V)",
        "1-0:31.7.0(009.7*A)",
    ]

    private func read(_ telegram: [UInt8]) -> Reading? {
        let outcomes = outcomes(of: telegram)
        #expect(outcomes.count <= 1)
        return outcomes.first?.reading
    }

    @Test("Every quantity is read in the reading's own unit")
    func quantities() throws {
        let reading = try #require(read(Telegrams.telegram("LGF5E360", Self.lines)))
        #expect(reading.make == .landisGyr)
        #expect(
            reading.identity
                == MeterIdentity(make: .landisGyr, id: "LGF5E360", model: "LGF5E360", list: "P1")
        )
        #expect(reading.clockText == "2022-12-15T15:50:50")
        #expect(reading.clock?.deviationMinutes == -60)
        #expect(reading.energyImportWh == 2_721_126)
        #expect(reading.energyExportWh == 1_000)
        #expect(reading.reactiveEnergyImportVarh == 1_384_336)
        #expect(reading.reactiveEnergyExportVarh == nil)
        #expect(reading.powerImportW == 4_190)
        #expect(reading.powerExportW == 12)
        #expect(reading.reactiveImportVar == 292)
        #expect(reading.reactiveExportVar == 1)
        #expect(reading.voltageMV == PhaseValues(l1: 230_700))
        #expect(reading.currentMA == PhaseValues(l1: 9_700))
        #expect(!reading.assumesEnergyScale)
    }

    static let makes: [(String, Make)] = [
        ("KFM5KAIFA-METER", .kaifa), ("KAM5", .kamstrup), ("LGF5E360", .landisGyr),
        ("XMX5LGBBFG1012", .landisGyr),
        ("NES5:83335-3E", .nes), ("ISk5\\2MT382-1000", .iskraemeco), ("ADN9 7534", .aidon),
        ("SAG5SAG-METER", .sagemcom), ("EGM5", .unknown), ("ELL5\\253833635_A", .unknown),
    ]

    @Test("The first three letters name the maker, where they are a maker's", arguments: makes)
    func make(identification: String, make: Make) {
        #expect(read(Telegrams.telegram(identification, Self.lines))?.make == make)
    }

    @Test(
        "A number that the meter sends is its number, the first line its model",
        arguments: ["96.1.0", "96.1.1"]
    )
    func number(code: String) {
        let identity = read(Telegrams.telegram("KFM5KAIFA", Self.lines + ["0-0:\(code)(735999114001)"]))?
            .identity
        #expect(identity == MeterIdentity(make: .kaifa, id: "735999114001", model: "KFM5KAIFA", list: "P1"))
    }

    static let checks: [(String, String?, Bool)] = [
        ("KAM5", nil, true), ("KAM5", "", true), ("KAM5", "0000", false), ("KAM5", "12", false),
        ("KAM5", "XYZW", false),
        ("ISK9", "0000", true), ("ISK9", "0001", false),
    ]

    @Test("The check sequence is checked where it is there", arguments: checks)
    func check(identification: String, check: String?, isGood: Bool) {
        #expect((read(Telegrams.telegram(identification, Self.lines, check: check)) != nil) == isGood)
    }

    @Test("The check sequence may be written in small letters")
    func smallLetters() {
        let telegram = Telegrams.telegram("LGF5E360", Self.lines)
        let check = String(decoding: telegram.dropLast(2).suffix(4), as: UTF8.self)
        #expect(read(Telegrams.telegram("LGF5E360", Self.lines, check: check.lowercased())) != nil)
    }

    @Test("One letter changed anywhere is noticed by the check sequence")
    func changed() {
        let telegram = Telegrams.telegram("LGF5E360", Self.lines)
        let good = read(telegram)
        for index in telegram.indices.dropLast(2) {
            var wrong = telegram
            wrong[index] ^= 1
            for outcome in outcomes(of: wrong) { #expect(outcome.reading == nil, "letter \(index)") }
        }
        #expect(good != nil)
    }

    static let noise = [
        "1-0:1.8.0", "1-0:1.8.0(", "1.8.0(1*kWh)", "1-0:999.8.0(1*kWh)", "hello", "1-0:1.8.0(1*kWh",
        "1-0:1.8(1*kWh)",
    ]

    @Test(
        "A line that is none is passed over where the check sequence vouches for the rest, and not else",
        arguments: noise
    )
    func wrongLine(line: String) {
        let lines = ["1-0:1.7.0(0001.000*kW)", line]
        #expect(read(Telegrams.telegram("KAM5", lines))?.powerImportW == 1_000)
        #expect(outcomes(of: Telegrams.telegram("KAM5", lines, check: "")) == [.wrong(.notATelegramLine)])
    }

    static let values: [(String, Int?)] = [
        ("1-0:1.7.0(0001.453*kW)", 1_453), ("1-0:1.7.0(1453*W)", 1_453), ("1-0:1.7.0.255(1*kW)", 1_000),
        ("1-0:1.7.0*255(1*kW)", 1_000), ("1-0:1.7.0(-1.5*kW)", -1_500), ("1-0:1.7.0(1*kWh)", nil),
        ("1-0:1.7.0(1)", nil), ("1-0:1.7.0(*kW)", nil), ("1-0:1.7.0(1.2.3*kW)", nil),
        ("1-0:1.7.0(12A*kW)", nil),
        ("1-0:1.7.0(1234567890123456789*kW)", nil), ("1-0:1.7.0(9999999999999999999*kW)", nil),
        ("1-0:1.7.0(000000000000001453*W)", 1_453), ("1-0:1.7.0(9)(0002*kW)", 2_000),
        ("1-3:1.7.0(1*kW)", nil),
        ("0-1:1.7.0(1*kW)", nil),
    ]

    @Test("A value is what its digits and its unit say, or none", arguments: values)
    func value(line: String, watts: Int?) {
        let reading = read(Telegrams.telegram("KAM5", [line]))
        #expect(reading != nil)
        #expect(reading?.powerImportW == watts)
    }

    static let tariffs: [([String], Int?)] = [
        (["1-0:1.8.1(1.5*kWh)", "1-0:1.8.2(2.0*kWh)"], 3_500), (["1-0:1.8.1(1.5*kWh)"], nil),
        (["1-0:1.8.1(1.5*kWh)", "1-0:1.8.2(2.0*kWh)", "1-0:1.8.0(9*kWh)"], 9_000),
        (["1-0:1.8.0(9*kWh)", "1-0:1.8.1(1.5*kWh)", "1-0:1.8.2(2.0*kWh)"], 9_000),
    ]

    @Test("Two tariffs stand for the total where there is none, as in the Netherlands", arguments: tariffs)
    func tariffSum(lines: [String], energyWh: Int?) {
        #expect(read(Telegrams.telegram("XMX5LGBBFG1012", lines))?.energyImportWh == energyWh)
    }

    @Test("Tariffs of one telegram do not stay for the next")
    func tariffsForgotten() {
        let first = Telegrams.telegram("XMX5", ["1-0:1.8.1(1.5*kWh)", "1-0:1.8.2(2.0*kWh)"])
        let second = Telegrams.telegram("XMX5", ["1-0:1.8.1(1.6*kWh)"])
        let readings = outcomes(of: first + second).compactMap(\.reading)
        #expect(readings.map(\.energyImportWh) == [3_500, nil])
    }

    static let clocks: [(String, String?, Int16?)] = [
        ("221215155050W", "2022-12-15T15:50:50", -60), ("240407122854S", "2024-04-07T12:28:54", -120),
        ("20240111 09:35:00", "2024-01-11T09:35:00", nil), ("221315155050W", nil, nil),
        ("2212151550", nil, nil), ("", nil, nil),
        ("22121515505X", nil, nil), ("123456789012345678", nil, nil),
    ]

    @Test("The clock is read with its season", arguments: clocks)
    func clock(text: String, expected: String?, deviation: Int16?) {
        let reading = read(Telegrams.telegram("KAM5", ["0-0:1.0.0(\(text))"]))
        #expect(reading != nil)
        #expect(reading?.clockText == expected)
        #expect(reading?.clock?.deviationMinutes == deviation)
    }

    static let continued: [([String], Int?)] = [
        (
            ["1-0:1.7.0(0001.01*kW)", "0-1:24.3.0(161107190000)(00)(60)(1)(0-1:24.2.1)(m3)", "(00001.001)"],
            1_010
        ),
        (["0-1:24.3.0(161107190000)(00)", "(00001.001)", "(00002.002)", "1-0:1.7.0(0001.02*kW)"], 1_020),
        (["1-0:1.7.0(0009.99*kW)", "(0001.03*kW)"], 1_030), (["1-0:1.7.0", "(0001.04*kW)"], 1_040),
    ]

    @Test(
        "A line that begins with a bracket goes on with the line above, checked or not",
        arguments: continued
    )
    func continuedLine(lines: [String], watts: Int?) {
        #expect(read(Telegrams.telegram("ISk5", lines))?.powerImportW == watts)
        #expect(read(Telegrams.telegram("ISk5", lines, check: ""))?.powerImportW == watts)
    }

    /// A telegram with a text of bytes that are no ASCII.
    private func foreign(check: Bool) -> [UInt8] {
        let start = Array("/SAG5SAG-METER\r\n\r\n1-0:1.7.0(00.071*kW)\r\n0-0:96.13.0(".utf8)
        let body = start + Array(repeating: 0xFF, count: 40) + [0xC3, 0xA5] + Array(")\r\n!".utf8)
        guard check else { return body + [0x0D, 0x0A] }
        return body + Array((Telegrams.checkText(body) + "\r\n").utf8)
    }

    @Test("Bytes of 0x80 and above stand in a text where the check sequence is right, and only there")
    func foreignBytes() {
        #expect(read(foreign(check: true))?.powerImportW == 71)
        #expect(outcomes(of: foreign(check: false)).isEmpty)
    }

    @Test("A telegram that has lost its carriage returns is right once they are put back")
    func lineFeeds() {
        let telegram = Telegrams.telegram("LGF5E360", Self.lines).filter { $0 != 0x0D }
        #expect(read(telegram)?.powerImportW == 4_190)
        for index in telegram.indices.dropLast(2) {
            var wrong = telegram
            wrong[index] ^= 1
            #expect(outcomes(of: wrong).allSatisfy { $0.reading == nil }, "letter \(index)")
        }
    }

    @Test("A number under another code counts where the meter sends no other, and a sub-meter's does not")
    func otherNumbers() {
        func id(_ lines: [String]) -> String? {
            read(Telegrams.telegram("KAM5", Self.lines + lines))?.identity?.id
        }
        #expect(id(["1-1:0.0.1.255(12345678)"]) == "12345678")
        #expect(id(["0-0:42.0.0(KAM1020000012345)"]) == "KAM1020000012345")
        #expect(id(["0-0:42.0.0(KAM1020000012345)", "0-0:96.1.0(777)"]) == "777")
        #expect(id(["0-0:96.1.0(777)", "0-0:42.0.0(KAM1020000012345)"]) == "777")
        #expect(id(["0-1:96.1.0(4730303131)"]) == "KAM5")
    }

    @Test("A configured id stands for the number that the meter does not send, and for no other")
    func configuredID() {
        var reader = MeterReader(id: "cabin")
        let silent = Telegrams.telegram("KAM5", Self.lines)
        #expect(reader.outcomes(of: silent).first?.reading?.identity?.id == "cabin")
        #expect(!reader.hasNumber)
        let numbered = Telegrams.telegram("KAM5", Self.lines + ["0-0:96.1.0(777)"])
        #expect(reader.outcomes(of: numbered).first?.reading?.identity?.id == "777")
        #expect(reader.hasNumber)
    }

    @Test("A telegram of more than 4096 characters is passed over, and the next one is found")
    func tooLong() {
        let long = Telegrams.telegram("KAM5", Array(repeating: "1-0:1.7.0(0001.453*kW)", count: 200))
        let good = Telegrams.telegram("KAM5", Self.lines)
        #expect(outcomes(of: long + good).compactMap(\.reading).map(\.powerImportW) == [4_190])
    }
}
