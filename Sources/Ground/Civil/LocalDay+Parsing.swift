extension LocalDay {
    /// - Parameter text: `2026-01-31`; a day of the calendar, years 1900 to 2999.
    /// - Returns: `nil` when it is none.
    public init?(parsing text: some StringProtocol) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 3, let month = LocalMonth(parsing: "\(parts[0])-\(parts[1])"),
            let day = number(parts[2], digits: 2, in: 1...month.dayCount)
        else {
            return nil
        }
        self.init(year: month.year, month: month.month, day: day)
    }
}

extension LocalMonth {
    /// - Parameter text: `2026-01`; years 1900 to 2999.
    /// - Returns: `nil` when it is no month.
    public init?(parsing text: some StringProtocol) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 2, let year = number(parts[0], digits: 4, in: 1_900...2_999),
            let month = number(parts[1], digits: 2, in: 1...12)
        else {
            return nil
        }
        self.init(year: year, month: month)
    }

    /// 28 to 31.
    public var dayCount: Int { Int(dayNumber(of: next.firstDay) - dayNumber(of: firstDay)) }

    public var firstDay: LocalDay { LocalDay(year: year, month: month, day: 1) }

    /// - Parameter months: how many later; negative is earlier.
    public func adding(months: Int) -> LocalMonth {
        let count = Int64(year) * 12 + Int64(month - 1) + Int64(months)
        let year = floorDivide(count, 12)
        return LocalMonth(year: Int(year), month: Int(count - year * 12) + 1)
    }
}

private func number(_ text: some StringProtocol, digits: Int, in range: ClosedRange<Int>) -> Int? {
    guard text.utf8.count == digits, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
        let number = Int(text), range.contains(number)
    else {
        return nil
    }
    return number
}
