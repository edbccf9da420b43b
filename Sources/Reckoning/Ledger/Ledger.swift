public import Civil
public import Meters

/// The hours, peaks and forecast of one meter: readings in, events out.
///
/// Knows no clock and no disk. Time comes in with the readings, so a year replayed in seconds gives the same answer as
/// living it; what it must remember over a restart is its `state`, a value.
///
///     var ledger = Ledger(settings: settings)
///     for event in ledger.record(reading, at: arrival) { outputs.send(event) }
public struct Ledger: Sendable {
    let settings: LedgerSettings
    private var months: MonthBook
    private var budgets = BudgetKeeper()
    private var days = DayBook()
    private var forecaster: HourForecaster
    /// What is remembered over a restart, but for the forecast's part: `state` puts both together.
    var memory: LedgerState

    /// A ledger that goes on from what another one of the same meter remembered, or begins with nothing.
    ///
    /// - Parameters:
    ///   - state: the other one's `state`, to go on with its hour.
    ///   - hours: the closed hours of this month and the last.
    ///   - earlier: the daily maxima of the year before them, by day (`DayPeak.ofDays`).
    ///   - model: the other one's `forecastModel`.
    public init(
        settings: LedgerSettings,
        restoring state: LedgerState? = nil,
        hours: [Hour] = [],
        earlier: [DayPeak] = [],
        forecastModel model: ForecastModel? = nil
    ) {
        self.settings = settings
        months = MonthBook(calendar: settings.calendar, schedule: settings.capacity, earlier: earlier)
        forecaster = HourForecaster(recent: state?.recent ?? RecentMinutes(), model: model ?? ForecastModel())
        memory = state ?? LedgerState()
        memory.recent = nil
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

    /// The meter's clock less UTC, in ms, beyond what clocks of its make do; `nil` until it is known. The ledger does not
    /// use it: it keeps it over a restart for a host that has lost the time.
    public var meterClockErrorMilliseconds: Int64? {
        get { memory.meterClockErrorMilliseconds }
        set { memory.meterClockErrorMilliseconds = newValue }
    }

    // MARK: - Input

    /// Books a reading.
    ///
    /// - Parameter arrival: when it came, by the host's clock, in UTC.
    /// - Returns: what follows from it, in the order in which it should be told.
    public mutating func record(_ reading: Reading, at arrival: Instant) -> [LedgerEvent] {
        let reading = reading.withPowerByDirection
        var events = meet(reading.identity)
        if memory.hasSentExport != true, reading.saysExport { memory.hasSentExport = true }
        pass(to: arrival, into: &events)
        memory.books.hold(reading, at: arrival)
        let counted = record(registersOf: reading, at: arrival, into: &events)
        if let counted = memory.books.counted {
            memory.counter.update(register: counted.register, since: counted.since)
        }
        renewBudget(at: arrival, into: &events)
        events.append(.live(live(counted, at: arrival)))
        forecaster.prepare(at: arrival, calendar: settings.calendar)
        if let status = status(at: arrival) { events.append(.hour(status)) }
        tellDay(counted, at: arrival, into: &events)
        return events
    }

    /// Lets time pass without a message: hours close even while the meter is silent.
    public mutating func advance(to now: Instant) -> [LedgerEvent] {
        var events: [LedgerEvent] = []
        guard memory.time != nil else { return events }
        pass(to: now, into: &events)
        return events
    }

    private mutating func meet(_ identity: MeterIdentity?) -> [LedgerEvent] {
        guard let identity, identity != memory.identity else { return [] }
        var events: [LedgerEvent] = []
        if let known = memory.identity, known.id != identity.id {
            events.append(.notice(.otherMeter(from: known.id, to: identity.id)))
            memory.books.forgetMeter()
            memory.counter.reset()
            memory.hasSentExport = nil
        }
        memory.identity = identity
        events.append(.meter(identity))
        return events
    }

    private mutating func pass(to now: Instant, into events: inout [LedgerEvent]) {
        let (from, held) = (memory.books.told.time, memory.books.told.held)
        settle(memory.books.advance(to: now), into: &events)
        forecaster.follow(held, from: from, to: memory.books.told.time, settings.calendar)
    }

    /// Books the registers of a reading, which may let time pass up to their hour.
    ///
    /// - Returns: the reading, its counters by the scale that the meter has.
    private mutating func record(
        registersOf reading: Reading,
        at arrival: Instant,
        into events: inout [LedgerEvent]
    ) -> Reading {
        guard reading.energyImportWh != nil || reading.assumesEnergyScale else { return reading }
        let (from, held) = (memory.books.told.time, memory.books.told.held)
        let (counted, outcome) = memory.books.record(reading, at: arrival, by: settings.energyScale)
        forecaster.follow(held, from: from, to: memory.books.told.time, settings.calendar)
        settle(outcome, into: &events)
        return counted
    }

    mutating func settle(_ outcome: HourBook.Outcome, into events: inout [LedgerEvent]) {
        if outcome.startsAnew { memory.counter.reset() }
        events += outcome.notices.map(LedgerEvent.notice)
        // An hour lived twice (the clock went back, or the state is older than the hours) does not become worse for it.
        let retold = outcome.retold.filter { months.hour(startingAt: $0.hour.start) != $0.hour }
        let closed = (retold + outcome.closed).filter { closed in
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
    }

    /// Replaces the daily maxima of the year before the last month.
    mutating func replace(earlier: [DayPeak]) { months.replace(earlier: earlier) }

    /// The last value of an hour of this month or the last.
    func hour(startingAt start: Instant) -> Hour? { months.hour(startingAt: start) }

    // MARK: - Output

    /// The peaks and the step of a month; this one's or the last one's, of which the hours are held.
    public func month(_ month: LocalMonth) -> MonthStatus { months.status(of: month) }

    /// The running hour; `nil` before the first reading.
    public func status(at now: Instant) -> HourStatus? {
        guard let running = memory.books.running, let budget = budgets.budget else { return nil }
        let now = max(now, running.start)
        let usedWh = running.energy.importWh
        let remaining = max(0, Int(running.end.milliseconds(since: now) / 1_000))
        let fuse = settings.maximumPowerW
        let forecast = forecaster.forecast(
            usedWh: usedWh,
            at: now,
            calendar: settings.calendar,
            fallbackW: running.meanW ?? memory.books.told.heldImportW(at: now).map(Double.init)
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

    /// The day, once a minute and when hours have changed.
    private mutating func tellDay(_ reading: Reading, at now: Instant, into events: inout [LedgerEvent]) {
        // A day begins at a minute, so there is no need to ask for it at each message.
        let isDue = days.isDue(at: now, revision: months.revision)
        if isDue {
            let day = settings.calendar.day(of: now)
            if memory.power?.day != day { memory.power = PowerOfDay(day) }
        }
        memory.power?.count(reading)
        guard isDue else { return }
        let running = memory.books.running.map { [$0] } ?? []
        let open = memory.books.told.accounts.filter { $0.start != running.first?.start } + running
        let status = days.status(
            at: now,
            months: months,
            open: open.map { (start: $0.start, energy: $0.energy) },
            power: memory.power,
            sendsExport: memory.sendsExport,
            calendar: settings.calendar
        )
        events.append(.day(status))
    }

    private mutating func renewBudget(at now: Instant, into events: inout [LedgerEvent]) {
        let basis = BudgetKeeper.Basis(hour: now.hourStart, revision: months.revision, target: memory.target)
        guard budgets.isDue(basis) else { return }
        let today = settings.calendar.day(of: now.hourStart)
        let isNews = budgets.keep(budget(on: today), of: basis, in: settings.calendar)
        // The month is told when it begins, so that outputs have one before its first hour closes.
        guard isNews, !events.contains(where: { $0.isMonth(today.localMonth) }) else { return }
        events.append(.month(months.status(of: today.localMonth)))
    }

    private func budget(on day: LocalDay) -> Budget {
        let month = day.localMonth
        guard let race = months.race(on: day), let steps = months.steps(in: month) else { return .none }
        return Budget(race, steps: steps, targetW: targetW(in: month, steps))
    }

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
