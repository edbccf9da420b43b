import Civil

// Hours as registers settle them.
extension HourBook {
    /// What a register is, beside the last one that counted.
    private enum Kind {
        /// No later than the last one.
        case past
        /// An old list that comes again, though nobody heard it the first time.
        case old
        /// The last list once more.
        case repeated
        /// Counters that stand still though power flows.
        case frozen
        /// Counters that the last ones do not lead to.
        case newBaseline
        /// The list after the first of all, which was an old one: this one's clock shows it.
        case afterOld
        /// Counters whose difference to the last ones is what was used between them.
        case difference
    }

    /// Settles every hour before a register.
    mutating func record(_ next: RegisterReading) -> Outcome {
        // The hour's list came before the hour was full by the host's clock, which is slow.
        if let time, next.time > time { pass(from: time, to: next.time) }
        guard let previous = register else { return begin(with: next) }
        let kind = kind(of: next, after: previous)
        if kind != .past { refused = kind == .old ? next : nil }
        switch kind {
        case .past: return Outcome()
        case .old: return Outcome(notices: [.repeatedHourlyList(at: next.time)])
        case .repeated: return hear(repeated: next, after: previous)
        case .frozen: return doubt(at: next)
        case .newBaseline, .afterOld, .difference: return settle(next, after: previous, as: kind)
        }
    }

    private func kind(of next: RegisterReading, after previous: RegisterReading) -> Kind {
        guard next.time > previous.time else { return .past }
        if next.repeats(previous) { return .repeated }
        let isFrequent = next.isFrequent(after: previous)
        // The next list with the same clock is believed: then it is the clock that was set.
        let isOld = next.isOld(after: previous) && refused.map { next.isOld(after: $0) } ?? true
        if !isFrequent, isOld { return .old }
        let open = power(before: next.time)
        if (trust ?? RegisterTrust()).isFrozen(next, after: previous, open: open) { return .frozen }
        if next.isNewBaseline(after: previous) { return .newBaseline }
        return isUnproven == true && !isFrequent && previous.isOld(after: next) ? .afterOld : .difference
    }

    /// Power since the last register.
    private func power(before time: Instant) -> PowerIntegral {
        accounts.reduce(into: PowerIntegral()) { if $1.start < time { $0.add($1.open) } }
    }

    // MARK: - Kinds

    /// Begins with the first register, or the first after one that may not be counted from any more.
    private mutating func begin(with next: RegisterReading) -> Outcome {
        var outcome = Outcome()
        if let forgotten, next.hasFallen(from: forgotten) {
            outcome.startAnew(from: forgotten, to: next.counters)
        }
        settleByPower(before: next.time)
        count(from: next)
        isUnproven = true
        outcome.closed = removeAccounts(before: next.time).map { $0.closed() }
        return outcome
    }

    private mutating func hear(repeated next: RegisterReading, after previous: RegisterReading) -> Outcome {
        // Within its own hour it says nothing new.
        guard !next.isFrequent(after: previous), !saidRepeated else { return Outcome() }
        saidRepeated = true
        return Outcome(notices: [.repeatedHourlyList(at: next.time)])
    }

    /// Counters stand still though power flows: their hour waits. Nobody knows since when, so an hour that was told by
    /// them is in doubt where some of it was not seen.
    private mutating func doubt(at next: RegisterReading) -> Outcome {
        var outcome = Outcome()
        var trust = trust ?? RegisterTrust()
        if trust.beginStill() { outcome.notices.append(.frozenRegister(at: next.time)) }
        self.trust = trust
        for index in accounts.indices { accounts[index].doubtLastPart() }
        if var hour = unproven {
            hour.hour.isSuspect = true
            outcome.closed.append(hour)
        }
        unproven = nil
        return outcome
    }

    private mutating func settle(
        _ next: RegisterReading,
        after last: RegisterReading,
        as kind: Kind
    ) -> Outcome {
        var previous = last
        var outcome = Outcome()
        var trust = trust ?? RegisterTrust()
        trust.follow(next, after: previous, open: power(before: next.time))
        if next.counters != previous.counters { unproven = nil }
        if next.isFrequent(after: previous), previous.delayMilliseconds > 0 {
            // The last one was taken for an hour's list and was none.
            for index in accounts.indices { accounts[index].withdrawAssumption() }
            previous.time = previous.time.adding(milliseconds: previous.delayMilliseconds)
        }
        if kind == .difference { divide(from: previous, to: next) } else { settleByPower(before: next.time) }
        if kind == .afterOld { outcome.notices.append(.repeatedHourlyList(at: previous.time)) }
        if kind == .newBaseline { outcome.startAnew(from: previous.counters, to: next.counters) }
        count(from: next)
        for account in removeAccounts(before: next.time) {
            let closed = trust.judge(account.closed(), &outcome.notices)
            if account.isLastPartUnseen == true, closed.hour.isCertain { unproven = closed.withoutMinutes }
            outcome.closed.append(closed)
        }
        self.trust = trust
        return outcome
    }

    private mutating func count(from register: RegisterReading) {
        self.register = register
        forgotten = nil
        saidRepeated = false
        isUnproven = nil
        if let last = accounts.indices.last, let time, accounts[last].start == register.time {
            accounts[last].assume(from: register.time, to: time)
        }
    }

    /// Divides what was counted between two registers over the hours between them.
    private mutating func divide(from previous: RegisterReading, to next: RegisterReading) {
        let difference = next.counters - previous.counters
        let indices = accounts.indices.filter {
            accounts[$0].start < next.time && accounts[$0].open.elapsedMilliseconds > 0
        }
        let division = SpanDivision(indices.map { accounts[$0].open })
        let imports = division.parts(of: difference.importWh, by: \.importWms)
        let exports = division.parts(of: difference.exportWh, by: \.exportWms)
        let isExact =
            next.time.milliseconds(since: previous.time) < RegisterReading.frequentMilliseconds
            || indices.count == 1 && !previous.mayBeLate(before: next)
        for (place, index) in indices.enumerated() {
            let how = isExact ? .exact : division.division(of: accounts[index].open)
            accounts[index].book(WattHours(importWh: imports[place], exportWh: exports[place]), how)
        }
    }
}

extension HourBook.Outcome {
    fileprivate mutating func startAnew(from: WattHours, to: WattHours) {
        notices.append(.newBaseline(fromWh: from.importWh, toWh: to.importWh))
        startsAnew = true
    }
}
