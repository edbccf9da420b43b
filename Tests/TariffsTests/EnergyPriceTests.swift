import CheckedYAML
import Civil
import Tariffs
import TestSupport
import Testing

@Suite("The price of an hour's energy")
struct EnergyPriceTests {
    /// Whether the hour that begins at a moment of UTC has the exception's price of 20 øre.
    private func isHigh(_ start: String, _ exceptions: [String], extraLowDays: [MonthDay] = []) throws -> Bool
    {
        let energy = "grunnpris: 10\nunntak:\n" + exceptions.map { "  - \($0)" }.joined(separator: "\n")
        let file = try MadeUp.file(MadeUp.text(energy: energy))
        let price = file.energyPrice(
            ofHourAt: utc(start),
            in: .oslo,
            customer: .household,
            extraLowDays: extraLowDays
        )
        return try #require(price).microNOK == 200_000
    }

    static let hourCases: [(String, String, Bool)] = [
        // 6-21 is 06:00 to 22:00, local time: winter and summer.
        ("6-21", "2026-01-15T04:00:00Z", false), ("6-21", "2026-01-15T05:00:00Z", true),
        ("6-21", "2026-01-15T20:00:00Z", true), ("6-21", "2026-01-15T21:00:00Z", false),
        ("6-21", "2026-07-15T03:00:00Z", false), ("6-21", "2026-07-15T04:00:00Z", true),
        ("6-21", "2026-07-15T19:00:00Z", true), ("6-21", "2026-07-15T20:00:00Z", false),
        // 22-5 goes over midnight: 22:00 to 06:00.
        ("22-5", "2026-01-15T20:00:00Z", false), ("22-5", "2026-01-15T21:00:00Z", true),
        ("22-5", "2026-01-15T22:30:00Z", true), ("22-5", "2026-01-15T23:00:00Z", true),
        ("22-5", "2026-01-16T04:00:00Z", true), ("22-5", "2026-01-16T05:00:00Z", false),
        // The hour that comes twice in autumn has its price twice; the one that spring leaves out is in nobody's way.
        ("2-2", "2026-10-25T00:00:00Z", true), ("2-2", "2026-10-25T01:00:00Z", true),
        ("2-2", "2026-10-25T02:00:00Z", false), ("2-2", "2026-03-29T00:00:00Z", false),
        ("2-2", "2026-03-29T01:00:00Z", false), ("3-3", "2026-03-29T01:00:00Z", true),
    ]

    @Test("Hours are first and last, on the local clock", arguments: hourCases)
    func hours(span: String, start: String, expected: Bool) throws {
        #expect(try isHigh(start, ["{ timer: \(span), pris: 20 }"]) == expected)
    }

    /// 2026: 2 April is Maundy Thursday, 4 April a Saturday, 17 May a Sunday, 1 May a Friday, 25 May Whit Monday.
    static let dayCases: [(String, [String])] = [
        ("alle", ["2026-01-15", "2026-04-02", "2026-04-04", "2026-05-01", "2026-05-17", "2026-05-25"]),
        ("ukedag", ["2026-01-15", "2026-04-02", "2026-05-01", "2026-05-25"]),
        ("virkedag", ["2026-01-15"]),
        ("helg", ["2026-04-04", "2026-05-17"]),
        ("helligdager", ["2026-04-02", "2026-05-01", "2026-05-17", "2026-05-25"]),
        ("fridag", ["2026-04-02", "2026-04-04", "2026-05-01", "2026-05-17", "2026-05-25"]),
        ("mandag", ["2026-05-25"]), ("torsdag", ["2026-01-15", "2026-04-02"]), ("fredag", ["2026-05-01"]),
        ("lørdag", ["2026-04-04"]), ("søndag", ["2026-05-17"]),
    ]

    @Test("Each kind of day is what it says", arguments: dayCases)
    func days(kind: String, high: [String]) throws {
        for day in ["2026-01-15", "2026-04-02", "2026-04-04", "2026-05-01", "2026-05-17", "2026-05-25"] {
            #expect(
                try isHigh("\(day)T12:00:00Z", ["{ dager: [\(kind)], pris: 20 }"]) == high.contains(day),
                "\(day)"
            )
        }
    }

    @Test("Trap: a day price without days holds in weekends and on holidays too, as most companies' does")
    func everyDay() throws {
        for day in ["2026-04-04", "2026-05-17", "2026-12-25"] {
            #expect(try isHigh("\(day)T12:00:00Z", ["{ timer: 6-21, pris: 20 }"]))
        }
    }

    @Test("Trap: the months of a season are those of the local hour, at both of its ends")
    func seasons() throws {
        let winter = ["{ måneder: [januar, februar, mars], pris: 20 }"]
        #expect(try isHigh("2026-03-31T21:00:00Z", winter))
        #expect(try !isHigh("2026-03-31T22:00:00Z", winter))
        #expect(try isHigh("2026-12-31T23:00:00Z", winter))
        #expect(try !isHigh("2026-12-31T22:00:00Z", winter))
    }

    @Test("Of exceptions that meet, the last counts, and that they meet is said")
    func several() throws {
        let exceptions = ["{ timer: 6-21, pris: 30 }", "{ timer: 10-11, pris: 20 }"]
        #expect(try isHigh("2026-01-15T09:00:00Z", exceptions))
        #expect(try !isHigh("2026-01-15T08:00:00Z", exceptions))
        let file = try MadeUp.file(
            MadeUp.text(energy: "grunnpris: 10\nunntak:\n  - \(exceptions[0])\n  - \(exceptions[1])")
        )
        #expect(file.warnings.map(\.key) == ["tariffer[0].energiledd.unntak[1]"])
    }

    @Test(
        "Trap: 24 December is low all day where the company says so, whatever the tariff's days are",
        arguments: ["virkedag", "ukedag", "alle"]
    )
    func extraLowDays(kind: String) throws {
        let exception = ["{ timer: 6-21, dager: [\(kind)], pris: 20 }"]
        let eve = MonthDay(month: 12, day: 24)
        // A Thursday.
        #expect(try isHigh("2026-12-24T12:00:00Z", exception))
        #expect(try !isHigh("2026-12-24T12:00:00Z", exception, extraLowDays: [eve]))
        #expect(try isHigh("2026-12-23T12:00:00Z", exception, extraLowDays: [eve]))
        // By the local day: 23:00Z on the 23rd is the 24th.
        let night = ["{ timer: 0-5, dager: [\(kind)], pris: 20 }"]
        #expect(try !isHigh("2026-12-23T23:00:00Z", night, extraLowDays: [eve]))
        #expect(try isHigh("2026-12-23T23:00:00Z", night))
    }

    @Test("Where low is an exception itself, an extra low day has that price")
    func lowIsAnException() throws {
        let file = try MadeUp.file(
            MadeUp.text(
                energy: "grunnpris: 24\nunntak:\n  - { timer: 6-21, pris: 31 }\n  - { timer: 22-5, pris: 28 }"
            )
        )
        let price = file.energyPrice(
            ofHourAt: utc("2026-12-24T12:00:00Z"),
            in: .oslo,
            customer: .household,
            extraLowDays: [MonthDay(month: 12, day: 24)]
        )
        #expect(price?.microNOK == 280_000)
    }

    @Test("Trap: 6-22 is taken as 06 to 22 where the older tariff has 6-21, and said either way")
    func slip() throws {
        let mended = try MadeUp.file(
            MadeUp.dated([("2025-01-01", "2026-08-01", "6-21"), ("2026-08-01", nil, "6-22")])
        )
        #expect(mended.tariffs[1].energy.exceptions[0].hours == HourSpan(first: 6, last: 21))
        #expect(mended.warnings.map(\.key) == ["tariffer[1].energiledd.unntak[0].timer"])
        #expect(mended.warnings[0].problem.contains("06:00 to 22:00"))
        let first = try MadeUp.file(MadeUp.dated([("2025-01-01", nil, "6-22")]))
        #expect(first.tariffs[0].energy.exceptions[0].hours == HourSpan(first: 6, last: 22))
        #expect(first.warnings.count == 1)
        let before = try MadeUp.file(
            MadeUp.dated([("2025-01-01", "2026-08-01", "6-22"), ("2026-08-01", nil, "6-21")])
        )
        #expect(before.tariffs[0].energy.exceptions[0].hours == HourSpan(first: 6, last: 22))
    }

    @Test("An hour that no tariff holds in has no price")
    func none() throws {
        let file = try MadeUp.file(MadeUp.text())
        #expect(
            file.energyPrice(ofHourAt: utc("2025-12-31T22:00:00Z"), in: .oslo, customer: .household) == nil
        )
        // Midnight, local time.
        #expect(
            file.energyPrice(ofHourAt: utc("2025-12-31T23:00:00Z"), in: .oslo, customer: .household)?.microNOK
                == 105_000
        )
    }
}
