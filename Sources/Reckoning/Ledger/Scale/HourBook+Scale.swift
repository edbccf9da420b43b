import Civil

// A book whose registers may count by another scale than was assumed.
extension HourBook {
    /// The same book as if it had never had a register: what it closes is by power alone.
    var withoutRegister: HourBook {
        var book = self
        book.register = nil
        book.forgotten = nil
        book.isUnproven = nil
        book.unproven = nil
        for index in book.accounts.indices { book.accounts[index].withdrawAssumption() }
        book.accounts.removeAll { $0.isAnnounced }
        return book
    }

    /// Closes hours by power alone, where a register came that may not be booked.
    mutating func closeByPower(before register: Instant) -> [ClosedHour] {
        removeAccounts(before: min(register, time ?? register)).filter { !$0.isAnnounced }.map { $0.closed() }
    }

    /// Takes every register that it holds, and what they accounted for, for what they are by another scale.
    mutating func convert(from scale: EnergyScale, to other: EnergyScale) {
        register = register?.converted(from: scale, to: other)
        forgotten = forgotten.map { scale.converted($0, to: other) }
        unproven = nil
        for index in accounts.indices { accounts[index].convertRegistered { scale.converted($0, to: other) } }
    }
}
