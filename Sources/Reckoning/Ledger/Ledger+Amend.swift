import Civil

// Hours that others have settled: an import while the daemon runs.
extension Ledger {
    /// Takes hours as the history has them now, where it knows better than this ledger: those that were settled (`imported` or
    /// `edited`), and those that it has and the ledger has not. What was measured here meanwhile stays.
    ///
    /// - Parameters:
    ///   - hours: of any time; only those of the months that are held, and not the running one, are looked at.
    ///   - earlier: the daily maxima of the year before, by day, in the place of those that are known; `nil` leaves them.
    /// - Returns: `.closed` for each hour that changed, and `.month` for each month that they are of, or that older days change.
    public mutating func amend(_ hours: [Hour], earlier: [DayPeak]? = nil) -> [LedgerEvent] {
        var events: [LedgerEvent] = []
        guard let time = memory.time else { return events }
        let running = settings.calendar.month(of: time)
        let before = month(running)
        let earliest = running.previous
        let better = hours.filter { hour in
            guard hour.end <= time, settings.calendar.month(of: hour.start) >= earliest else { return false }
            guard let known = self.hour(startingAt: hour.start) else { return true }
            return known != hour && hour.quality.isSettled
        }
        if let earlier { replace(earlier: earlier) }
        settle(HourBook.Outcome(closed: better.map { ClosedHour(hour: $0) }), into: &events)
        let after = month(running)
        if after != before, !events.contains(where: { $0.isMonth(running) }) { events.append(.month(after)) }
        return events
    }
}

extension HourQuality {
    /// Whether somebody else says what the hour used: nothing that is measured here changes it any more.
    public var isSettled: Bool { self == .imported || self == .edited }
}
