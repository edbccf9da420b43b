/// A day of the local calendar, with no time and no zone.
public struct LocalDay: Sendable, Hashable, Comparable, Codable {
    public var year: Int
    public var month: Int
    public var day: Int

    public init(year: Int, month: Int, day: Int) {
        self.year = year
        self.month = month
        self.day = day
    }

    public static func < (a: LocalDay, b: LocalDay) -> Bool {
        (a.year, a.month, a.day) < (b.year, b.month, b.day)
    }

    public var localMonth: LocalMonth { LocalMonth(year: year, month: month) }
}

/// A month of the local calendar: what a capacity step is settled by.
public struct LocalMonth: Sendable, Hashable, Comparable, Codable {
    public var year: Int
    public var month: Int

    public init(year: Int, month: Int) {
        self.year = year
        self.month = month
    }

    public static func < (a: LocalMonth, b: LocalMonth) -> Bool { (a.year, a.month) < (b.year, b.month) }
}

extension LocalDay: CustomStringConvertible {
    /// `2026-01-31`
    public var description: String { "\(localMonth)-\(twoDigits(day))" }
}

extension LocalMonth: CustomStringConvertible {
    /// `2026-01`
    public var description: String { "\(year)-\(twoDigits(month))" }
}

extension LocalMonth {
    public var previous: LocalMonth {
        month == 1 ? LocalMonth(year: year - 1, month: 12) : LocalMonth(year: year, month: month - 1)
    }

    public var next: LocalMonth {
        month == 12 ? LocalMonth(year: year + 1, month: 1) : LocalMonth(year: year, month: month + 1)
    }
}

/// `7` as `07`.
package func twoDigits(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
