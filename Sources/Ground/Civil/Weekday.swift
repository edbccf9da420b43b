/// A day of the week, Monday first, as ISO 8601 counts them.
public enum Weekday: Int, Sendable, Hashable, Codable, CaseIterable {
    case monday = 1
    case tuesday, wednesday, thursday, friday, saturday, sunday

    public var isWeekend: Bool { self == .saturday || self == .sunday }
}

extension LocalDay {
    public var weekday: Weekday {
        // 1970-01-01 was a Thursday.
        let number = dayNumber(of: self) + 3
        return Weekday.allCases[Int(number - floorDivide(number, 7) * 7)]
    }

    /// The Monday of the week that the day is in: this day or one before it.
    public var monday: LocalDay { adding(days: 1 - weekday.rawValue) }

    public func adding(days: Int) -> LocalDay { civilDate(ofDayNumber: dayNumber(of: self) + Int64(days)) }
}
