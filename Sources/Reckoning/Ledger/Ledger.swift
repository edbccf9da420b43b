public import Civil
public import Meters

/// Keeps the hours of one meter: takes readings, gives events.
///
/// Knows no clock and no disk. Time comes in with the readings, so a year replayed in seconds gives the same answer as
/// living it; what it must remember over a restart is its `state`, a value.
///
///     var ledger = Ledger(settings: settings)
///     for event in ledger.record(reading, at: arrival) { outputs.send(event) }
public struct Ledger: Sendable {
    let settings: LedgerSettings
    private var months: MonthBook
    var memory: LedgerState
    /// What the running hour may use; it changes with the hours only, so it is not computed for each message.
    private var budget: Budget?
    private var budgetHour: Instant?
    private var forecaster: HourForecaster
    private var days = DayBook()

    /// - Parameters:
    ///   - state: what an earlier ledger of the same meter remembered, to go on with its hour.
    ///   - hours: the closed hours of this month and the last.
    ///   - earlier: the daily maxima of the year before them, by day (`DayPeak.ofDays`).
    ///   - model: what its forecast had learnt of the home.
    public init(
        settings: LedgerSettings,
        restoring state: LedgerState? = nil,
        hours: [Hour] = [],
        earlier: [DayPeak] = [],
        forecastModel model: ForecastModel? = nil
    ) {
        self.settings = settings
        months = MonthBook(calendar: settings.calendar, schedule: settings.capacity, earlier: earlier)
        memory = state ?? LedgerState(book: HourBook(), counter: RunningCounter())
        forecaster = HourForecaster(recent: memory.recent ?? RecentMinutes(), model: model ?? ForecastModel())
        for hour in hours { months.book(hour) }
    }

    /// What to keep over a restart.
    public var state: LedgerState {
        var state = memory
        state.recent = forecaster.recent
        return state
    }

    /// What the forecast has learnt of the home, to keep over a restart beside the state. It changes once an hour.
    public var forecastModel: ForecastModel { forecaster.model }

    /// The meter, once it has said who it is.
    public var meter: MeterIdentity? { memory.identity }

    /// True once the meter has said what is fed in, be it 0; the same as in each `LiveValues`, for those who must know it
    /// before the first message after a start.
    public var sendsExport: Bool { memory.sendsExport }

    /// What the meter's clock says less UTC, in ms, beyond what clocks of its make do; `nil` as long as it is not known. The
    /// ledger does not use it: it keeps it over a restart for a host that has lost the time.
    public var meterClockErrorMilliseconds: Int64? {
        get { memory.meterClockErrorMilliseconds }
        set { memory.meterClockErrorMilliseconds = newValue }
    }

    // MARK: - Input

    /// Takes a reading.
    ///
    /// - Parameter arrival: when it came, by the host's clock, in UTC.
    /// - Returns: what follows from it, in the order in which it should be told.
    public mutating func record(_ reading: Reading, at arrival: Instant) -> [LedgerEvent] {
        var reading = reading.withPowerByDirection
        var events = meet(reading.identity)
        if memory.hasSentExport != true, reading.saysExport { memory.hasSentExport = true }
        pass(to: arrival, into: &events)
        memory.book.take(reading, at: arrival)
        memory.scale?.doubt?.take(reading, at: arrival)
        if reading.assumesEnergyScale {
            reading = takeRegisters(of: reading, at: arrival, into: &events)
        } else if let register = RegisterReading(reading, at: arrival, previous: memory.book.register) {
            settle(take(register), into: &events)
        }
        updateCounter()
        if budgetHour != arrival.hourStart { renewBudget(at: arrival, into: &events) }
        events.append(.live(live(reading, at: arrival)))
        forecaster.prepare(at: arrival, calendar: settings.calendar)
        if let status = status(at: arrival) { events.append(.hour(status)) }
        tellDay(reading, at: arrival, into: &events)
        return events
    }

    /// The day, once a minute and when hours have changed.
    private mutating func tellDay(_ reading: Reading, at now: Instant, into events: inout [LedgerEvent]) {
        // A day begins at a minute, so there is no need to ask for it at each message.
        let isDue = days.isDue(at: now)
        if isDue {
            let day = settings.calendar.day(of: now)
            if memory.power?.day != day { memory.power = PowerOfDay(day) }
        }
        memory.power?.take(reading)
        guard isDue else { return }
        let running = runningHour.map { [$0] } ?? []
        let open = (memory.book.accounts.filter { $0.start != running.first?.start } + running)
            .map { (start: $0.start, energy: $0.energy) }
        events.append(
            .day(
                days.status(
                    at: now,
                    months,
                    open: open,
                    memory.power,
                    sendsExport: memory.sendsExport,
                    settings.calendar
                )
            )
        )
    }

    /// Lets time pass without a message: hours close even while the meter is silent.
    public mutating func advance(to now: Instant) -> [LedgerEvent] {
        var events: [LedgerEvent] = []
        guard memory.book.time != nil else { return events }
        pass(to: now, into: &events)
        return events
    }

    private mutating func pass(to now: Instant, into events: inout [LedgerEvent]) {
        if memory.scale != nil {
            memory.scale?.pass(to: now, memory.book.held)
            memory.scale?.doubt?.advance(to: now)
        }
        let (from, held) = (memory.book.time, memory.book.held)
        settle(memory.book.advance(to: now), into: &events)
        forecaster.follow(held, from: from, to: memory.book.time, settings.calendar)
    }

    /// Hands counters to the book, which may let time pass up to their hour.
    mutating func take(_ register: RegisterReading) -> HourBook.Outcome {
        let (from, held) = (memory.book.time, memory.book.held)
        let outcome = memory.book.take(register)
        forecaster.follow(held, from: from, to: memory.book.time, settings.calendar)
        return outcome
    }

    private mutating func updateCounter() {
        if memory.scale?.doubt == nil {
            guard let register = memory.book.register else { return }
            memory.counter.update(register: register.counters, since: memory.book.openEnergy)
        } else if let register = registerBook.register {
            memory.counter.update(register: register.counters, since: registerBook.openEnergy)
        }
    }

    private mutating func meet(_ identity: MeterIdentity?) -> [LedgerEvent] {
        guard let identity, identity != memory.identity else { return [] }
        var events: [LedgerEvent] = []
        if let known = memory.identity, known.id != identity.id {
            events.append(.notice(.otherMeter(from: known.id, to: identity.id)))
            memory.book.forgetRegister()
            memory.counter.reset()
            memory.hasSentExport = nil
            memory.scale = nil
        }
        memory.identity = identity
        events.append(.meter(identity))
        return events
    }

    mutating func settle(_ outcome: HourBook.Outcome, into events: inout [LedgerEvent]) {
        for notice in outcome.notices {
            if case .newBaseline = notice { memory.counter.reset() }
            events.append(.notice(notice))
        }
        // An hour lived twice (the clock went back, or the state is older than the hours) does not become worse for it.
        let closed = outcome.closed.filter { closed in
            months.hour(startingAt: closed.hour.start).map { closed.hour.quality.mayReplace($0.quality) }
                ?? true
        }
        guard !closed.isEmpty else { return }
        var changed: [LocalMonth] = []
        for closed in closed {
            let hour = closed.hour
            months.book(hour)
            events.append(.closed(hour))
            if let detail = closed.detail { events.append(.detail(detail)) }
            let month = settings.calendar.month(of: hour.start)
            if !changed.contains(month) { changed.append(month) }
        }
        for month in changed { events.append(.month(months.status(of: month))) }
        budgetHour = nil
        days.forget()
    }

    /// Takes daily maxima of the year before the last month in the place of those that were known.
    mutating func replace(earlier: [DayPeak]) {
        months.replace(earlier: earlier)
        // The target may be another: the same month a year ago.
        budgetHour = nil
    }

    /// What was last said of an hour of this month or the last.
    func hour(startingAt start: Instant) -> Hour? { months.hour(startingAt: start) }

    // MARK: - Output

    /// The peaks and the step of a month; this one's or the last one's, of which the hours are held.
    public func month(_ month: LocalMonth) -> MonthStatus { months.status(of: month) }

    /// The running hour; `nil` before the first reading.
    public func status(at now: Instant) -> HourStatus? {
        guard let running = runningHour, let budget else { return nil }
        let now = max(now, running.start)
        let usedWh = running.energy.importWh
        let remaining = max(0, Int(running.end.milliseconds(since: now) / 1_000))
        let fuse = settings.maximumPowerW
        let forecast = forecaster.forecast(
            usedWh: usedWh,
            at: now,
            calendar: settings.calendar,
            fallbackW: running.meanW ?? memory.book.heldImportW(at: now).map(Double.init)
        )
        let isFree = budget.isFree(usedWh: usedWh, remainingSeconds: remaining, maximumPowerW: fuse)
        let risk = isFree ? 0 : budget.limitWh.map(forecast.probability(ofReaching:)) ?? 0
        return HourStatus(
            start: running.start,
            time: now,
            usedWh: usedWh,
            expectedWh: Int(forecast.expectedWh.rounded()),
            lowWh: Int(forecast.lowWh.rounded()),
            highWh: Int(forecast.highWh.rounded()),
            limitWh: budget.limitWh,
            budgetW: budget.powerW(usedWh: usedWh, remainingSeconds: remaining, maximumPowerW: fuse),
            stepRisk: risk,
            isFree: isFree,
            quality: running.qualityOfRunning(at: now)
        )
    }

    private func live(_ reading: Reading, at arrival: Instant) -> LiveValues {
        let sendsExport = memory.sendsExport
        return LiveValues(
            time: arrival,
            reading: reading,
            energyImportWh: memory.counter.value?.importWh,
            energyExportWh: sendsExport ? memory.counter.value?.exportWh : nil,
            sendsExport: sendsExport
        )
    }

    private mutating func renewBudget(at now: Instant, into events: inout [LedgerEvent]) {
        let today = settings.calendar.day(of: now.hourStart)
        budget = budget(on: today)
        // The month's first word, so that outputs have one before its first hour closes.
        if budgetHour == nil || settings.calendar.month(of: budgetHour ?? now) != today.localMonth {
            if !events.contains(where: { $0.isMonth(today.localMonth) }) {
                events.append(.month(months.status(of: today.localMonth)))
            }
        }
        budgetHour = now.hourStart
    }

    private func budget(on day: LocalDay) -> Budget {
        let month = day.localMonth
        guard let race = months.race(on: day), let steps = months.steps(in: month) else { return .none }
        return Budget(race, steps: steps, targetW: targetW(in: month, steps))
    }

    mutating func forgetBudget() { budgetHour = nil }

    func target(of month: LocalMonth) -> Int? {
        months.steps(in: month).flatMap { targetW(in: month, $0) }
    }

    /// The bound to stay below: what was chosen for the month, else what the home asks for, else what last month kept, else what this month kept a year ago.
    ///
    /// - Returns: `nil` where that was the last step, which has no bound.
    private func targetW(in month: LocalMonth, _ steps: CapacitySteps) -> Int? {
        if let chosen = memory.target, chosen.month == month { return chosen.targetW }
        if let targetW = settings.targetW { return targetW }
        let kept = months.step(of: month.previous) ?? months.step(of: month.adding(months: -12))
        if let kept { return kept.upperW }
        let bounds = steps.lowerBoundsW.dropFirst()
        return bounds.first { $0 >= LedgerSettings.unknownTargetW } ?? bounds.last
    }
}

extension HourAccount {
    /// The mean power of what is known of the hour, in W.
    fileprivate var meanW: Double? {
        let known = registeredMilliseconds + settled.seenMilliseconds + open.seenMilliseconds
        return known > 0 ? Double(energy.importWh) * 3_600_000 / Double(known) : nil
    }
}

extension LedgerEvent {
    func isMonth(_ month: LocalMonth) -> Bool {
        guard case .month(let status) = self else { return false }
        return status.month == month
    }
}
