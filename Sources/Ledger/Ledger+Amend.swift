// Hours that others have settled: an import while the daemon runs.
extension Ledger {
    /// Takes hours as the history has them now, where it knows better than this ledger: those that were settled (`imported` or
    /// `edited`), and those that it has and the ledger has not. What was measured here meanwhile stays.
    ///
    /// - Parameters:
    ///   - hours: of any time; the running one, and those of months that are over long since, are left alone.
    ///   - earlier: the daily maxima of the year before the last month, by day; `nil` keeps those that are known.
    /// - Returns: `.closed` for each hour that changed, and `.month` for each month that did.
    public mutating func amend(_ hours: [Hour], earlier: [DayPeak]? = nil) -> [LedgerEvent] {
        var events: [LedgerEvent] = []
        guard let time = memory.book.time else { return events }
        let month = settings.calendar.month(of: time)
        if let earlier { renew(earlier: earlier, in: month, into: &events) }
        let better = hours.filter { hour in
            guard hour.end <= time else { return false }
            // Of the month before the last one some hours may be held, and no others are wanted.
            guard let known = self.hour(startingAt: hour.start) else {
                return settings.calendar.month(of: hour.start) >= month.previous
            }
            return known != hour && hour.quality.isSettled
        }
        book(better.map { ($0, nil) }, into: &events)
        return events
    }
}

extension HourQuality {
    /// Whether somebody else says what the hour used: nothing that is measured here changes it any more.
    public var isSettled: Bool { self == .imported || self == .edited }
}
