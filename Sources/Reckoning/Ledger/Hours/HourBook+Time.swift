import Civil

// Hours as time passes.
extension HourBook {
    /// Lets time pass, with the last power held through it, and closes the hours that have waited long enough for their
    /// register.
    mutating func advance(to now: Instant) -> Outcome {
        var outcome = Outcome()
        guard let from = time else {
            begin(at: now)
            return outcome
        }
        guard now >= from else {
            if from.milliseconds(since: now) > Self.holdMilliseconds {
                outcome.notices.append(.clockWentBack(from: from, to: now))
                startAnew(at: now)
            }
            return outcome
        }
        pass(from: from, to: now)
        outcome.closed = announceOverdue(at: now)
        forgetOldest()
        return outcome
    }

    private mutating func begin(at now: Instant) {
        time = now
        accounts = [HourAccount(start: now.hourStart)]
    }

    /// Forgets what lies in a future that has not come.
    private mutating func startAnew(at now: Instant) {
        held = nil
        if let register, register.time > now { dropRegister() }
        accounts.removeAll { $0.end > now }
        accounts.append(HourAccount(start: now.hourStart))
        time = now
        if let register { accounts[accounts.count - 1].assume(from: register.time, to: now) }
    }

    mutating func pass(from: Instant, to now: Instant) {
        let seenUntil = held?.seenUntil(from: from, to: now) ?? from
        passHours(from: from, to: seenUntil, held?.sample)
        if now.milliseconds(since: from) > Int64(Self.longestWait) * Instant.hourMilliseconds {
            beginAfterLongOutage(at: now)
        } else {
            passHours(from: seenUntil, to: now, nil)
        }
        time = now
    }

    /// Makes no hours of an outage that is too long for a register to be divided over.
    private mutating func beginAfterLongOutage(at now: Instant) {
        settleByPower(before: now)
        dropRegister()
        accounts.append(HourAccount(start: now.hourStart))
    }

    private mutating func passHours(from: Instant, to: Instant, _ power: PowerSample?) {
        var from = from
        while from < to {
            if accounts.last?.start != from.hourStart { accounts.append(HourAccount(start: from.hourStart)) }
            let last = accounts.count - 1
            let until = min(to, accounts[last].end)
            accounts[last].pass(from: from, to: until, power: power)
            from = until
        }
        if accounts.last?.start != to.hourStart { accounts.append(HourAccount(start: to.hourStart)) }
    }

    /// Keeps no hour that a register cannot speak for any more. Each was announced.
    private mutating func forgetOldest() {
        if accounts.count > Self.longestWait {
            settleByPower(before: accounts[accounts.count - 1].end)
            dropRegister()
        }
        if register == nil { accounts.removeAll { $0.isAnnounced } }
    }

    /// Announces hours whose register is overdue by what power says of them. They stay open: the register may come yet.
    private mutating func announceOverdue(at now: Instant) -> [ClosedHour] {
        var closed: [ClosedHour] = []
        for index in accounts.indices
        where !accounts[index].isAnnounced
            && now.milliseconds(since: accounts[index].end) >= RegisterReading.latestMilliseconds
        {
            closed.append(accounts[index].announced())
        }
        return closed
    }

    private mutating func dropRegister() {
        forgotten = register?.counters ?? forgotten
        register = nil
        isUnproven = nil
        unproven = nil
    }
}
