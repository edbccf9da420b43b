import Civil

/// A bound of capacity that somebody chose for one month, in place of the configured one.
struct MonthTarget: Sendable, Codable, Equatable {
    var month: LocalMonth
    var targetW: Int
}

extension Ledger {
    /// The bound to stay below in the month that runs, in W: what was chosen for it, else what is configured, else what last month
    /// kept, else what this month kept a year ago. `nil` where that was the last step, where no hour decides, and before the
    /// first message.
    public var targetW: Int? {
        guard let month = runningMonth else { return nil }
        return target(of: month)
    }

    /// Chooses a bound for the rest of the month that runs; it is part of the state. Budgets go by it from the next message on.
    ///
    /// - Parameter targetW: `nil` goes back to what is configured.
    /// - Returns: false before the first message: nobody knows the month.
    public mutating func choose(targetW: Int?) -> Bool {
        guard let month = runningMonth else { return false }
        memory.target = targetW.map { MonthTarget(month: month, targetW: $0) }
        return true
    }

    private var runningMonth: LocalMonth? { memory.time.map { settings.calendar.month(of: $0) } }
}
