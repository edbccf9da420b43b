import Civil
import Meters

/// Turns power and registers into hours.
///
/// Between two registers the difference is the truth and power only divides it; after the last register power is all
/// there is. Each hour that is not settled has an account; a register settles all accounts before it.
struct HourBook: Sendable, Codable, Equatable {
    /// Unsettled hours, the running one last. Contiguous.
    private(set) var accounts: [HourAccount] = []
    private(set) var register: RegisterReading?
    /// The counters of a register that may not be counted from any more: its time has not come, or was too long ago.
    private var forgotten: WattHours?
    private(set) var held: HeldPower?
    private(set) var time: Instant?
    /// True once it was said that the list repeats itself, until it does not.
    private var saidRepeated = false
    /// The list that was refused last for its old clock; `nil` when the last one was not.
    private var refused: RegisterReading?
    /// `nil` in a state of before it was kept.
    private var trust: RegisterTrust?

    /// The power of the last message, and when it came.
    struct HeldPower: Sendable, Codable, Equatable {
        var sample: PowerSample
        var since: Instant
        /// When the meter said how much it feeds in.
        var exportSince: Instant

        /// Up to when the power is believed, of a stretch of time.
        func seenUntil(from: Instant, to: Instant) -> Instant {
            max(from, min(to, since.adding(milliseconds: HourBook.holdMilliseconds)))
        }
    }

    /// How long a power value is believed without a new one. Kamstrup sends every 10 s: two may be lost.
    static let holdMilliseconds: Int64 = 30_000
    /// So many hours may wait for a register. A fortnight's outage is still divided; what is older stays as announced.
    static let longestWait = 400

    /// What came of a step.
    struct Outcome {
        var closed: [ClosedHour] = []
        var notices: [LedgerNotice] = []
    }

    /// The account of the running hour.
    var running: HourAccount? { accounts.last }

    /// The power of the last message, in W, while it is believed; `nil` otherwise.
    func heldImportW(at now: Instant) -> Int? {
        guard let held, now.milliseconds(since: held.since) <= Self.holdMilliseconds else { return nil }
        return held.sample.importW
    }

    /// Energy since the last register, by power alone.
    var openEnergy: WattHours {
        accounts.reduce(WattHours()) { $0 + $1.open.energy }
    }

    // MARK: - Time

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

    private mutating func pass(from: Instant, to now: Instant) {
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

    // MARK: - Readings

    /// Takes the power of a message that came just now.
    mutating func take(_ reading: Reading, at now: Instant) {
        let isFresh = held.map { now.milliseconds(since: $0.exportSince) <= Self.holdMilliseconds } ?? false
        let heldExportW = isFresh ? held?.sample.exportW : nil
        guard
            let sample = PowerSample(
                importW: reading.powerImportW,
                exportW: reading.powerExportW,
                heldExportW: heldExportW
            )
        else { return }
        let saysExport = reading.powerExportW != nil || sample.importW > 0
        held = HeldPower(
            sample: sample,
            since: now,
            exportSince: saysExport ? now : held?.exportSince ?? now
        )
    }

    /// Takes the counters of a message: settles every hour before them.
    mutating func take(_ next: RegisterReading) -> Outcome {
        var outcome = Outcome()
        // The hour's list came before the hour was full by the host's clock, which is slow.
        if let time, next.time > time { pass(from: time, to: next.time) }
        guard var previous = register else {
            if let forgotten, next.hasFallen(from: forgotten) {
                outcome.notices.append(
                    .newBaseline(fromWh: forgotten.importWh, toWh: next.counters.importWh)
                )
            }
            settleByPower(before: next.time)
            begin(with: next)
            outcome.closed = removeSettled(before: next.time)
            return outcome
        }
        guard next.time > previous.time else { return outcome }
        if isRefused(next, after: previous) {
            outcome.notices.append(.repeatedHourlyList(at: next.time))
            return outcome
        }
        if next.repeats(previous) {
            // Within its own hour it says nothing new.
            if !next.isFrequent(after: previous), !saidRepeated {
                saidRepeated = true
                outcome.notices.append(.repeatedHourlyList(at: next.time))
            }
            return outcome
        }
        if isFrozen(next, after: previous, &outcome.notices) { return outcome }
        if next.isFrequent(after: previous), previous.delayMilliseconds > 0 {
            for index in accounts.indices { accounts[index].withdrawAssumption() }
            previous.time = previous.time.adding(milliseconds: previous.delayMilliseconds)
        }
        if next.isNewBaseline(after: previous) {
            outcome.notices.append(
                .newBaseline(fromWh: previous.counters.importWh, toWh: next.counters.importWh)
            )
            settleByPower(before: next.time)
        } else {
            divide(next.counters - previous.counters, from: previous.time, to: next.time)
        }
        begin(with: next)
        outcome.closed = removeSettled(before: next.time).map { judge($0, &outcome.notices) }
        return outcome
    }

    /// Whether this repeats a list that was not heard. The next one with the same clock is believed: then it is the clock that was
    /// set.
    private mutating func isRefused(_ next: RegisterReading, after previous: RegisterReading) -> Bool {
        let isOld =
            !next.repeats(previous) && !next.isFrequent(after: previous) && next.isOld(after: previous)
            && refused.map { next.isOld(after: $0) } ?? true
        refused = isOld ? next : nil
        return isOld
    }

    private mutating func isFrozen(
        _ next: RegisterReading,
        after previous: RegisterReading,
        _ notices: inout [LedgerNotice]
    ) -> Bool {
        var open = PowerIntegral()
        for account in accounts where account.start < next.time { open.add(account.open) }
        var trust = trust ?? RegisterTrust()
        defer { self.trust = trust }
        return trust.isFrozen(next, after: previous, open: open, &notices)
    }

    private mutating func judge(_ closed: ClosedHour, _ notices: inout [LedgerNotice]) -> ClosedHour {
        var trust = trust ?? RegisterTrust()
        defer { self.trust = trust }
        return trust.judge(closed, &notices)
    }

    private mutating func dropRegister() {
        forgotten = register?.counters ?? forgotten
        register = nil
    }

    private mutating func begin(with register: RegisterReading) {
        self.register = register
        forgotten = nil
        saidRepeated = false
        if let last = accounts.indices.last, let time, accounts[last].start == register.time {
            accounts[last].assume(from: register.time, to: time)
        }
    }

    /// Forgets the register: another meter answers.
    mutating func forgetRegister() {
        if let time { settleByPower(before: time) }
        register = nil
        forgotten = nil
        held = nil
        trust = nil
    }

    /// The same book as if it had never had a register: what it closes is by power alone.
    var withoutRegister: HourBook {
        var book = self
        book.register = nil
        book.forgotten = nil
        for index in accounts.indices { book.accounts[index].withdrawAssumption() }
        book.accounts.removeAll { $0.isAnnounced }
        return book
    }

    /// Closes hours by power alone, where a register came that may not be booked.
    mutating func closeByPower(before register: Instant) -> [ClosedHour] {
        takeOut(before: min(register, time ?? register)).filter { !$0.wasAnnounced }.map(\.closed)
    }

    /// Takes every register that it holds, and what they accounted for, for what they are by another scale.
    mutating func convert(from scale: EnergyScale, to other: EnergyScale) {
        register = register?.converted(from: scale, to: other)
        forgotten = forgotten.map { scale.converted($0, to: other) }
        for index in accounts.indices { accounts[index].convertRegistered { scale.converted($0, to: other) } }
    }

    private mutating func settleByPower(before time: Instant) {
        for index in accounts.indices where accounts[index].start < time {
            accounts[index].settleByPower()
        }
    }

    private mutating func divide(_ difference: WattHours, from: Instant, to: Instant) {
        let indices = accounts.indices.filter {
            accounts[$0].start < to && accounts[$0].open.elapsedMilliseconds > 0
        }
        let division = SpanDivision(indices.map { accounts[$0].open })
        let imports = division.parts(of: difference.importWh, by: \.importWms)
        let exports = division.parts(of: difference.exportWh, by: \.exportWms)
        let isShort = to.milliseconds(since: from) < RegisterReading.frequentMilliseconds
        for (place, index) in indices.enumerated() {
            let how = indices.count == 1 || isShort ? .exact : division.division(of: accounts[index].open)
            accounts[index].book(WattHours(importWh: imports[place], exportWh: exports[place]), how)
        }
    }

    /// Takes out the hours that end at or before `time` and says what became of them.
    private mutating func removeSettled(before time: Instant) -> [ClosedHour] {
        takeOut(before: time).map(\.closed)
    }

    private mutating func takeOut(before time: Instant) -> [(closed: ClosedHour, wasAnnounced: Bool)] {
        let over = accounts.prefix { $0.end <= time }
        accounts.removeFirst(over.count)
        return over.map { account in
            var account = account
            return (account.closed(), account.isAnnounced)
        }
    }
}
