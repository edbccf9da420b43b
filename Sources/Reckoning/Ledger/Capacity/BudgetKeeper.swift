import Civil

/// The running hour's budget, computed again only when something that it depends on has changed.
struct BudgetKeeper: Sendable {
    /// `nil` before the first message.
    private(set) var budget: Budget?
    private var basis: Basis?

    /// All that a budget depends on.
    struct Basis: Equatable {
        var hour: Instant
        /// Of the months' book.
        var revision: Int
        var target: MonthTarget?
    }

    func isDue(_ basis: Basis) -> Bool { basis != self.basis }

    /// Keeps a budget.
    ///
    /// - Returns: true when hours or the target have changed, or a month has begun: the month is worth telling then.
    mutating func keep(_ budget: Budget, of basis: Basis, in calendar: LocalCalendar) -> Bool {
        let last = self.basis
        self.budget = budget
        self.basis = basis
        guard let last, last.revision == basis.revision, last.target == basis.target else { return true }
        return calendar.month(of: last.hour) != calendar.month(of: basis.hour)
    }
}
