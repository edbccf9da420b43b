import CheckedYAML
import Civil
import Tariffs
import TestSupport
import Testing

@Suite("A tariff file")
struct TariffFileTests {
    @Test("What stands in it is read, every price exactly")
    func values() throws {
        let text = MadeUp.text(
            energy: MadeUp.exceptions(
                "{ navn: Dag, timer: 6-21, dager: [virkedag], måneder: [mai, desember], pris: 28.77 }"
            )
        )
        let file = try MadeUp.file(text)
        #expect(file.company == "Fjordkraftlaget AS")
        #expect(file.glns == ["7080000000000"])
        #expect(file.sources == ["https://example.org/priser"])
        #expect(file.updated == LocalDay(year: 2026, month: 1, day: 2))
        #expect(file.warnings.isEmpty)
        let tariff = try #require(file.tariffs.first)
        #expect(tariff.customers == [.household, .cabin])
        #expect(tariff.validFrom == LocalDay(year: 2026, month: 1, day: 1))
        #expect(tariff.validUntil == nil)
        #expect(tariff.fixed.method == .meanOfThreeDailyMaxima)
        #expect(tariff.fixed.includesLowerBound == true)
        #expect(tariff.fixed.steps.map(\.lowerThousandths) == [0, 2_000, 5_000])
        #expect(tariff.fixed.steps.map(\.yearlyMicroNOK) == [1_200_000_000, 2_400_000_000, 4_800_120_000])
        #expect(tariff.energy.baseMicroNOK == 105_000)
        let exception = try #require(tariff.energy.exceptions.first)
        #expect(exception.hours == HourSpan(first: 6, last: 21))
        #expect(exception.days == [.workingDay])
        #expect(exception.months == [5, 12])
        #expect(exception.microNOK == 287_700)
    }

    static let mistakes: [(String, Int, String, String)] = [
        (MadeUp.text(energy: "grunnpris: -1001"), 16, "tariffer[0].energiledd.grunnpris", "-1000 to 1000"),
        (MadeUp.text(energy: "grunnpris: 1000.1"), 16, "tariffer[0].energiledd.grunnpris", "0 to 1000"),
        (MadeUp.text(energy: "grunnpris: 1.23456"), 16, "tariffer[0].energiledd.grunnpris", "4 decimals"),
        (MadeUp.text(energy: "grunnpris: 1e3"), 16, "tariffer[0].energiledd.grunnpris", "øre/kWh"),
        (MadeUp.text(energy: "grunnpris: nan"), 16, "tariffer[0].energiledd.grunnpris", "øre/kWh"),
        (MadeUp.text(energy: "grunnpris: [1]"), 16, "tariffer[0].energiledd.grunnpris", "single value"),
        (MadeUp.text(energy: "navn: x"), 16, "tariffer[0].energiledd.grunnpris", "missing"),
        (
            MadeUp.text(energy: MadeUp.exceptions("{ timer: 6-24, pris: 1 }")), 18,
            "tariffer[0].energiledd.unntak[0].timer", "0 to 23"
        ),
        (
            MadeUp.text(energy: MadeUp.exceptions("{ timer: 6-21 }")), 18,
            "tariffer[0].energiledd.unntak[0].pris", "missing"
        ),
        (
            MadeUp.text(energy: MadeUp.exceptions("{ dager: [hverdag], pris: 1 }")), 18,
            "tariffer[0].energiledd.unntak[0].dager", "virkedag"
        ),
        (
            MadeUp.text(energy: MadeUp.exceptions("{ måneder: [may], pris: 1 }")), 18,
            "tariffer[0].energiledd.unntak[0].måneder", "mai"
        ),
        (MadeUp.text(method: "TO_DØGNMAX"), 9, "tariffer[0].fastledd.metode", "TRE_DØGNMAX_MND"),
        (MadeUp.text(includes: "ja"), 10, "tariffer[0].fastledd.terskel_inkludert", "true, false, null"),
        (MadeUp.text(steps: [("1", "12")]), 12, "tariffer[0].fastledd.terskler[0].terskel", "begins at 0"),
        (
            MadeUp.text(steps: [("0", "12"), ("5", "13"), ("2", "14")]), 14,
            "tariffer[0].fastledd.terskler[2].terskel", "bounds rise"
        ),
        (
            MadeUp.text(steps: [("0", "12"), ("0", "13")]), 13, "tariffer[0].fastledd.terskler[1].terskel",
            "bounds rise"
        ),
        (
            MadeUp.text(steps: [("0", "-10000001")]), 12, "tariffer[0].fastledd.terskler[0].pris",
            "-10000000 to 10000000"
        ),
        (
            MadeUp.text(steps: [("0", "99999999999999999999")]), 12, "tariffer[0].fastledd.terskler[0].pris",
            "-10000000 to 10000000"
        ),
        ("netteier: X\ntariffer: x", 2, "tariffer", "lines that begin with a dash"),
        ("netteier: X\ntariffer: []", 2, "tariffer", "no tariff"),
        ("tariffer: [1]", 1, "netteier", "missing"),
        ("- 1", 1, "", "not a mapping"),
        ("netteier: 'x", 0, "", "not YAML"),
        ("netteier: x\nnetteier: y", 0, "", "given twice"),
        ("", 0, "netteier", "missing"),
    ]

    @Test("What is wrong is said with its line, its key and what is allowed", arguments: mistakes)
    func mistake(text: String, line: Int, key: String, words: String) throws {
        let error = #expect(throws: TariffFileError.self) { try MadeUp.file(text) }
        let first = try #require(error?.mistakes.first)
        #expect(first.file == "made-up.yml")
        #expect(line == 0 || first.line == line, "\(first)")
        #expect(first.key == key)
        #expect(first.problem.contains(words), "\(first)")
    }

    @Test("All that is wrong is said at once, by line")
    func all() {
        let text = MadeUp.text(
            energy: "grunnpris: x",
            method: "Y",
            steps: [("0", "z")],
            more: "  - kundegrupper: []"
        )
        let error = #expect(throws: TariffFileError.self) { try MadeUp.file(text) }
        let lines = error?.mistakes.map(\.line) ?? []
        #expect(lines == lines.sorted())
        #expect(lines.count >= 6, "\(lines)")
        #expect(
            error?.description.contains("made-up.yml:9: tariffer[0].fastledd.metode: Y is not allowed")
                == true
        )
    }

    @Test("Keys and groups that nobody knows are named and left out")
    func unknown() throws {
        let text = MadeUp.text(more: "nytt_felt: 1").replacingGroups("[husholdning, hytte]")
        let file = try MadeUp.file(text)
        #expect(file.warnings.map(\.key) == ["tariffer[0].kundegrupper", "nytt_felt"])
        #expect(file.tariffs[0].customers == [.household])
    }

    @Test("A negative price is read as it stands")
    func negativePrice() throws {
        let file = try MadeUp.file(MadeUp.text(energy: "grunnpris: -2.5", steps: [("0", "-12")]))
        #expect(file.tariffs[0].energy.baseMicroNOK == -25_000)
        #expect(file.tariffs[0].fixed.steps[0].yearlyMicroNOK == -12_000_000)
    }

    @Test(
        "A tariff that cannot be read is a mistake while it is in force, and a warning on other days",
        arguments: [
            ("2025-12-31", true), ("2026-01-01", false), ("2026-12-31", false), ("2027-01-01", true),
        ]
    )
    func unreadableTariff(_ today: String, _ isLeftOut: Bool) throws {
        let text =
            MadeUp.text()
                + """

                  - kundegrupper: [fritid]
                    gyldig_fra: '2026-01-01'
                    gyldig_til: '2027-01-01'
                    energiledd: { grunnpris: 12 }
                    fastledd: { metode: NYTT }
                """
        let day = try #require(LocalDay(parsing: today))
        guard isLeftOut else {
            let error = #expect(throws: TariffFileError.self) {
                try TariffFile(parsing: text, file: "made-up.yml", today: day)
            }
            #expect(error?.mistakes.first?.key == "tariffer[1].fastledd.metode")
            return
        }
        let file = try TariffFile(parsing: text, file: "made-up.yml", today: day)
        #expect(file.tariffs.count == 1)
        #expect(file.warnings.map(\.key) == ["tariffer[1].fastledd.metode"])
        #expect(file.warnings[0].problem.hasSuffix("this tariff is not in force and is left out"))
    }

    @Test(
        "The reported file with a negative price in an ended tariff gives its prices for 2026",
        .enabled(if: Shared.isPresent, Shared.why)
    )
    func reportedNegativePrice() throws {
        let text = try Shared.text("captures/reports/negative-price.yml")
        let file = try TariffFile(parsing: text, file: "negative-price.yml")
        let tariff = file.tariff(on: LocalDay(year: 2026, month: 3, day: 1), customer: .household)
        #expect(tariff?.fixed.steps.map(\.yearlyMicroNOK) == [2_400_000_000, 3_600_000_000])
    }

    @Test("A tariff that holds while another does for the same customers is refused; for others it is not")
    func overlap() throws {
        let open = MadeUp.dated([("2025-01-01", nil, "6-21"), ("2026-01-01", nil, "6-21")])
        let error = #expect(throws: TariffFileError.self) { try MadeUp.file(open) }
        #expect(error?.mistakes.map(\.key) == ["tariffer[1].gyldig_fra"])
        #expect(error?.description.contains("gyldig_til: '2026-01-01'") == true)
        let ended = MadeUp.dated([("2025-01-01", "2026-01-01", "6-21"), ("2026-01-01", nil, "6-21")])
        #expect(try MadeUp.file(ended).tariffs.count == 2)
        let other = open.replacingSecondGroup("[fritid]")
        #expect(try MadeUp.file(other).tariffs.count == 2)
    }

    @Test("The end of validity is the first day without it")
    func selection() throws {
        let file = try MadeUp.file(
            MadeUp.dated([("2025-01-01", "2026-01-01", "6-21"), ("2026-02-01", nil, "6-21")])
        )
        func from(_ text: String) -> String? {
            LocalDay(parsing: text).flatMap { file.tariff(on: $0, customer: .household) }?.validFrom
                .description
        }
        #expect(from("2024-12-31") == nil)
        #expect(from("2025-01-01") == "2025-01-01")
        #expect(from("2025-12-31") == "2025-01-01")
        #expect(from("2026-01-01") == nil)
        #expect(from("2026-02-01") == "2026-02-01")
        #expect(from("2099-01-01") == "2026-02-01")
        #expect(file.tariff(on: LocalDay(year: 2025, month: 5, day: 1), customer: .cabin) == nil)
    }

    @Test(
        "A text that would be large, or become so, is refused",
        arguments: [
            String(repeating: "x", count: TariffFile.longestText + 1),
            "a: &a [x, x]\nb: &b [*a, *a]\nnetteier: *b",
            "netteier: &n X", "netteier: x\ntariffer: [*a]", "netteier: x\u{85}&a y",
            String(repeating: "[", count: 100_000), String(repeating: "- ", count: 100_000),
            String(repeating: "{a: ", count: 2_000),
        ]
    )
    func bounds(text: String) {
        #expect(throws: TariffFileError.self) { try MadeUp.file(text) }
    }
}

extension String {
    fileprivate func replacingGroups(_ groups: String) -> String {
        split(separator: "[husholdning, fritid]").joined(separator: groups)
    }

    fileprivate func replacingSecondGroup(_ groups: String) -> String {
        let parts = split(separator: "[husholdning]").map(String.init)
        return parts[0] + "[husholdning]" + parts[1] + groups + parts[2...].joined()
    }
}
