public import Civil

/// Norway's public holidays (*helligdager*), with 1 and 17 May, which count as such (helligdagsfredsloven §2 and the law on
/// 1 and 17 May). 24 and 31 December are none, though some grid companies bill them as if they were: `extra_low_days`.
public enum Holidays {
    public static func contains(_ day: LocalDay) -> Bool {
        if fixed.contains(MonthDay(month: day.month, day: day.day)) { return true }
        // The movable ones are from 19 March to 13 June.
        guard (3...6).contains(day.month) else { return false }
        let easter = easterSunday(year: day.year)
        return movable.contains { easter.adding(days: $0) == day }
    }

    /// All of a year's, in order. Two may fall on one day, which is then given once.
    public static func days(in year: Int) -> [LocalDay] {
        let easter = easterSunday(year: year)
        let days =
            fixed.map { LocalDay(year: year, month: $0.month, day: $0.day) }
            + movable.map { easter.adding(days: $0) }
        return Set(days).sorted()
    }

    private static let fixed = [(1, 1), (5, 1), (5, 17), (12, 25), (12, 26)].map(MonthDay.init)

    /// Days after Easter Sunday: Maundy Thursday, Good Friday, Easter Sunday and Monday, Ascension, Whit Sunday and Monday.
    private static let movable = [-3, -2, 0, 1, 39, 49, 50]

    /// Easter Sunday of the Gregorian calendar, by the method of Meeus, Jones and Butcher.
    public static func easterSunday(year: Int) -> LocalDay {
        let golden = year % 19
        let (century, inCentury) = (year / 100, year % 100)
        let moonCorrection = (century - (century + 8) / 25 + 1) / 3
        let epact = (19 * golden + century - century / 4 - moonCorrection + 15) % 30
        let toSunday = (32 + 2 * (century % 4) + 2 * (inCentury / 4) - epact - inCentury % 4) % 7
        let exception = (golden + 11 * epact + 22 * toSunday) / 451
        let fromMarch = epact + toSunday - 7 * exception + 114
        return LocalDay(year: year, month: fromMarch / 31, day: fromMarch % 31 + 1)
    }
}

/// A day of every year, such as Christmas Eve.
public struct MonthDay: Sendable, Hashable {
    public var month: Int
    public var day: Int

    public init(month: Int, day: Int) {
        self.month = month
        self.day = day
    }

    /// - Parameter text: `12-24`; 29 February is one too.
    /// - Returns: `nil` when no year has such a day.
    public init?(parsing text: String) {
        // A leap year has them all.
        guard let day = LocalDay(parsing: "2024-\(text)") else { return nil }
        self.init(month: day.month, day: day.day)
    }

    public init(_ day: LocalDay) {
        self.init(month: day.month, day: day.day)
    }
}
