import Civil
import Telling
import TestSupport
import Testing

@Suite("Texts with values")
struct TextWriterTests {
    private func text(_ text: String, _ values: [String: TextValue?] = [:], _ language: Language = .en)
        -> String
    {
        TextWriter(language: language, calendar: .oslo).text(LocalizedText(same: text), values)
    }

    @Test(
        "A part in brackets is left out where one of its own values is missing",
        arguments: [
            ([:], "It is."),
            (["a": .whole(1)], "It is, 1."),
            (["b": .whole(2)], "It is."),
            (["a": .whole(1), "b": .whole(2)], "It is, 1 (2)."),
        ] as [([String: TextValue?], String)]
    )
    func optional(_ values: [String: TextValue?], _ expected: String) {
        #expect(text("It is[, {a}[ ({b})]].", values) == expected)
    }

    @Test(
        "A broken text is written as far as it goes",
        arguments: [
            ("{a", "1"), ("a [{a}", "a 1"), ("", ""), ("{b}", ""), ("{}", ""), ("a] b", "a] b"), ("[]", ""),
        ]
    )
    func broken(_ template: String, _ expected: String) {
        #expect(text(template, ["a": .whole(1)]) == expected)
    }

    @Test(
        "Values are written as each language writes them",
        arguments: [
            (.energy(5_625, decimals: 2), "5,63 kWh", "5,63 kWh", "5.63 kWh"),
            (.energy(-5, decimals: 2), "-0,01 kWh", "-0,01 kWh", "-0.01 kWh"),
            (.energy(-4, decimals: 2), "0,00 kWh", "0,00 kWh", "0.00 kWh"),
            (.energy(1_500, decimals: 0), "2 kWh", "2 kWh", "2 kWh"),
            (.roundEnergy(60_000), "60 kWh", "60 kWh", "60 kWh"),
            (.roundEnergy(62_500), "62,5 kWh", "62,5 kWh", "62.5 kWh"),
            (.roundEnergy(62_510), "62,51 kWh", "62,51 kWh", "62.51 kWh"),
            (.power(9_840), "9,8 kW", "9,8 kW", "9.8 kW"),
            (.current(21_950), "22,0 A", "22,0 A", "22.0 A"),
            (.voltage(228_100), "228,1 V", "228,1 V", "228.1 V"),
            (.megabytes(180), "180 MB", "180 MB", "180 MB"),
            (.probability(0.8125), "81 %", "81 %", "81 %"),
            (.probability(.nan), "0 %", "0 %", "0 %"),
            (.duration(119), "119 s", "119 s", "119 s"),
            (.duration(120), "2 min", "2 min", "2 min"),
            (.duration(7_200), "2 timer", "2 timar", "2 h"),
            (.duration(300_000), "3 døgn", "3 døgn", "3 days"),
            (.hours(1), "1 time", "1 time", "1 hour"),
            (.hours(3), "3 timer", "3 timar", "3 hours"),
            (.day(LocalDay(year: 2026, month: 1, day: 5)), "05.01.2026", "05.01.2026", "2026-01-05"),
            (.clock(four), "16:00", "16:00", "16:00"),
            (.span(four, four.adding(seconds: 3_600)), "16:00–17:00", "16:00–17:00", "16:00–17:00"),
        ] as [(TextValue, String, String, String)]
    )
    func values(_ value: TextValue, _ nb: String, _ nn: String, _ en: String) {
        let written = Language.allCases.map { TextWriter(language: $0, calendar: .oslo).text(value) }
        #expect(written == [nb, nn, en])
    }
}
