import Civil
import Meters

// Registers of a meter whose lists do not say their unit.
extension Ledger {
    /// Takes the registers of a reading that does not say their unit, by the scale that its meter has.
    ///
    /// - Returns: the reading by that scale.
    mutating func takeRegisters(
        of reading: Reading,
        at arrival: Instant,
        into events: inout [LedgerEvent]
    ) -> Reading {
        var state = beginScale(into: &events)
        let counted = reading.counted(in: state.scale)
        guard let register = RegisterReading(counted, at: arrival, previous: registerBook.register) else {
            return counted
        }
        let before = state.scale
        let turn = weigh(register, &state, at: arrival)
        memory.scale = state
        switch turn {
        case .nothing: break
        case .doubted: doubt()
        case .decided(let scale): adopt(scale, into: &events)
        case .inexplicable: events.append(.notice(.energyScaleUnknown))
        }
        book(register.converted(from: before, to: memory.scale?.scale ?? before), into: &events)
        return reading.counted(in: memory.scale?.scale ?? before)
    }

    /// The book that takes registers: while two do, the one by the scale that is assumed.
    var registerBook: HourBook {
        guard let state = memory.scale, let candidate = state.doubt?[state.scale] else { return memory.book }
        return candidate.book
    }

    /// The running hour. In doubt it is the one by power; unless no register has spoken in it, then the one that knows that
    /// a register stood at its start.
    var runningHour: HourAccount? {
        if memory.scale?.doubt == nil { return memory.book.running }
        guard let running = registerBook.running, running.registeredMilliseconds == 0 else {
            return memory.book.running
        }
        return running
    }

    private mutating func book(_ register: RegisterReading, into events: inout [LedgerEvent]) {
        guard let scale = memory.scale?.scale, memory.scale?.doubt != nil else {
            settle(take(register), into: &events)
            return
        }
        if memory.scale?.doubt?.take(register, in: scale) == true { memory.counter.reset() }
        settle(HourBook.Outcome(closed: memory.book.closeByPower(before: register.time)), into: &events)
    }

    // MARK: - Deciding

    private func weigh(_ register: RegisterReading, _ state: inout ScaleState, at now: Instant)
        -> ScaleState.Turn
    {
        guard settings.energyScale == .auto else { return .nothing }
        let last = registerBook.register
        // A list that comes again says nothing new.
        if let last, register.repeats(last) { return .nothing }
        let jumps = last.map(register.isNewBaseline) ?? false
        return state.weigh(register, jumps: jumps, memory.book, at: now)
    }

    private mutating func beginScale(into events: inout [LedgerEvent]) -> ScaleState {
        let fixed = settings.energyScale.fixed
        guard let state = memory.scale else {
            // Nobody has asked before, so whatever was booked was read as everyone's is.
            let state = ScaleState(.tenWattHours, isDecided: false)
            memory.scale = state
            if let fixed { adopt(fixed, into: &events) } else { doubt() }
            return memory.scale ?? state
        }
        if let fixed, state.doubt != nil || state.scale != fixed { adopt(fixed, into: &events) }
        return memory.scale ?? state
    }

    /// Goes on by power alone, with a book of either scale beside it.
    private mutating func doubt() {
        guard let scale = memory.scale?.scale else { return }
        memory.scale?.doubt = ScaleDoubt(memory.book, in: scale)
        memory.book = memory.book.withoutRegister
    }

    /// Goes on with the book of a scale that is certain, and tells what it knew better all along.
    private mutating func adopt(_ scale: EnergyScale, into events: inout [LedgerEvent]) {
        guard let state = memory.scale else { return }
        memory.scale?.scale = scale
        memory.scale?.isDecided = true
        memory.scale?.doubt = nil
        var outcome = HourBook.Outcome()
        if state.scale != scale {
            memory.counter.reset()
            if settings.energyScale == .auto { outcome.notices.append(.energyScale(scale)) }
        }
        if let candidate = state.doubt?[scale] {
            memory.book = candidate.book
            outcome.notices += candidate.notices
            outcome.closed = candidate.hours.filter { hour(startingAt: $0.hour.start) != $0.hour }
        } else {
            memory.book.convert(from: state.scale, to: scale)
        }
        settle(outcome, into: &events)
    }
}

extension Reading {
    /// The reading as it is when its registers count by this scale; it was read by tens of watt-hours.
    fileprivate func counted(in scale: EnergyScale) -> Reading {
        guard scale == .wattHours else { return self }
        var reading = self
        reading.energyImportWh = energyImportWh.map { $0 / 10 }
        reading.energyExportWh = energyExportWh.map { $0 / 10 }
        reading.reactiveEnergyImportVarh = reactiveEnergyImportVarh.map { $0 / 10 }
        reading.reactiveEnergyExportVarh = reactiveEnergyExportVarh.map { $0 / 10 }
        return reading
    }
}
