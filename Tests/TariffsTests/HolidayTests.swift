import Civil
import Tariffs
import Testing

@Suite("Holidays")
struct HolidayTests {
    /// Easter Sundays from the tables of church almanacs: earliest, latest, and some of those that simple rules get wrong.
    @Test(
        "Easter Sunday is where the almanacs have it",
        arguments: [
            "1900-04-15", "1913-03-23", "1943-04-25", "1954-04-18", "1981-04-19", "2000-04-23", "2008-03-23",
            "2019-04-21", "2024-03-31", "2025-04-20", "2026-04-05", "2027-03-28", "2028-04-16", "2038-04-25",
            "2049-04-18", "2076-04-19", "2100-03-28",
        ]
    )
    func easter(text: String) throws {
        let day = try #require(LocalDay(parsing: text))
        #expect(Holidays.easterSunday(year: day.year) == day)
    }

    /// By the epact and the golden number, as the reform of 1582 laid it down (Clavius, in Knuth's words).
    private static func byEpact(_ year: Int) -> LocalDay {
        let golden = year % 19 + 1
        let century = year / 100 + 1
        let solar = 3 * century / 4 - 12
        let lunar = (8 * century + 5) / 25 - 5
        let sunday = 5 * year / 4 - solar - 10
        var epact = ((11 * golden + 20 + lunar - solar) % 30 + 30) % 30
        if epact == 24 || (epact == 25 && golden > 11) { epact += 1 }
        var full = 44 - epact
        if full < 21 { full += 30 }
        let easter = full + 7 - (sunday + full) % 7
        return LocalDay(year: year, month: 3, day: 1).adding(days: easter - 1)
    }

    @Test("Easter is a Sunday, and the same by another method, over three centuries")
    func otherMethod() {
        for year in 1_900...2_199 {
            let easter = Holidays.easterSunday(year: year)
            #expect(easter == Self.byEpact(year), "\(year)")
            #expect(easter.weekday == .sunday)
        }
    }

    @Test("2027 has the days that are known for it")
    func known() {
        let days = Holidays.days(in: 2_027).map(\.description)
        #expect(
            days == [
                "2027-01-01", "2027-03-25", "2027-03-26", "2027-03-28", "2027-03-29", "2027-05-01",
                "2027-05-06",
                "2027-05-16", "2027-05-17", "2027-12-25", "2027-12-26",
            ]
        )
    }

    @Test("A day is a holiday exactly when it is one of its year's")
    func everyDay() {
        for year in [2_024, 2_026, 2_027, 2_038] {
            let all = Set(Holidays.days(in: year))
            var day = LocalDay(year: year, month: 1, day: 1)
            while day.year == year {
                #expect(Holidays.contains(day) == all.contains(day), "\(day)")
                day = day.adding(days: 1)
            }
        }
    }

    @Test("Christmas Eve and New Year's Eve are none by law")
    func eves() {
        #expect(!Holidays.contains(LocalDay(year: 2_026, month: 12, day: 24)))
        #expect(!Holidays.contains(LocalDay(year: 2_026, month: 12, day: 31)))
    }

    @Test(
        "A day of every year",
        arguments: [("12-24", true), ("02-29", true), ("02-30", false), ("24-12", false), ("1-1", false)]
    )
    func monthDay(text: String, isOne: Bool) {
        #expect((MonthDay(parsing: text) != nil) == isOne)
    }
}
