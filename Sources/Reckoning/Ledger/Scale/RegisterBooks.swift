import Civil
import Meters

/// The hours of one meter, whatever its registers count in.
///
/// Most meters say the unit of their registers, and have one book. While the scale of the others is in doubt there are
/// three: one by power alone, which is told, and one by either scale. Here alone it is decided which of them answers.
struct RegisterBooks: Sendable, Codable, Equatable {
    /// The book that is told.
    private(set) var told = HourBook()
    /// `nil` until the meter sends registers without saying their unit, and in a state written before this was kept.
    private(set) var scale: ScaleState?

    private enum CodingKeys: String, CodingKey {
        case told = "book"
        case scale
    }

    /// The book that registers are booked in: in doubt, the one by the scale that is assumed.
    private var byRegister: HourBook {
        guard let scale, let candidate = scale.doubt?[scale.scale] else { return told }
        return candidate.book
    }

    /// The running hour. In doubt it is the one by power; unless no register has spoken in it, then the one that knows that
    /// a register stood at its start.
    var running: HourAccount? {
        guard scale?.doubt != nil, let running = byRegister.running, running.registeredMilliseconds == 0
        else {
            return told.running
        }
        return running
    }

    /// The last register and the energy since, by power; `nil` before the first.
    var counted: (register: WattHours, since: WattHours)? {
        guard scale?.doubt != nil else { return told.register.map { ($0.counters, told.openEnergy) } }
        let book = byRegister
        return book.register.map { ($0.counters, book.openEnergy) }
    }

    // MARK: - Input

    mutating func advance(to now: Instant) -> HourBook.Outcome {
        if scale != nil {
            scale?.pass(to: now, told.held)
            scale?.doubt?.advance(to: now)
        }
        return told.advance(to: now)
    }

    /// Holds the power of a message that came just now.
    mutating func hold(_ reading: Reading, at now: Instant) {
        told.hold(reading, at: now)
        scale?.doubt?.hold(reading, at: now)
    }

    /// Books the registers of a message.
    ///
    /// - Parameter setting: holds for meters that do not say the unit of their registers.
    /// - Returns: the reading, its counters by the meter's scale, and what followed.
    mutating func record(
        _ reading: Reading,
        at arrival: Instant,
        by setting: EnergyScaleSetting
    ) -> (reading: Reading, outcome: HourBook.Outcome) {
        if reading.assumesEnergyScale { return record(unscaled: reading, at: arrival, by: setting) }
        let register = RegisterReading(reading, at: arrival, previous: told.register)
        return (reading, register.map { told.record($0) } ?? HourBook.Outcome())
    }

    /// Forgets the registers: another meter answers.
    mutating func forgetMeter() {
        told.forgetRegister()
        scale = nil
    }

    // MARK: - Registers without a unit

    private mutating func record(
        unscaled reading: Reading,
        at arrival: Instant,
        by setting: EnergyScaleSetting
    ) -> (reading: Reading, outcome: HourBook.Outcome) {
        var outcome = begin(setting)
        let assumed = scale?.scale ?? .tenWattHours
        let counted = reading.counted(in: assumed)
        guard let register = RegisterReading(counted, at: arrival, previous: byRegister.register) else {
            return (counted, outcome)
        }
        switch weigh(register, by: setting, at: arrival) {
        case .nothing: break
        case .doubted: doubt()
        case .decided(let scale): outcome.append(adopt(scale, isFound: setting == .auto))
        case .inexplicable: outcome.notices.append(.energyScaleUnknown)
        }
        let found = scale?.scale ?? assumed
        outcome.append(book(register.converted(from: assumed, to: found), in: found))
        return (reading.counted(in: found), outcome)
    }

    private mutating func begin(_ setting: EnergyScaleSetting) -> HourBook.Outcome {
        guard let known = scale else {
            // It was not asked before, so whatever was booked was read as everyone's is.
            scale = ScaleState(.tenWattHours)
            if let fixed = setting.fixed { return adopt(fixed, isFound: false) }
            doubt()
            return HourBook.Outcome()
        }
        guard let fixed = setting.fixed, known.doubt != nil || known.scale != fixed else {
            return HourBook.Outcome()
        }
        return adopt(fixed, isFound: false)
    }

    private mutating func weigh(
        _ register: RegisterReading,
        by setting: EnergyScaleSetting,
        at now: Instant
    ) -> ScaleState.Turn {
        guard setting == .auto else { return .nothing }
        let last = byRegister.register
        // A list that comes again says nothing new.
        if let last, register.repeats(last) { return .nothing }
        let jumps = last.map(register.isNewBaseline) ?? false
        return scale?.weigh(register, jumps: jumps, told, at: now) ?? .nothing
    }

    private mutating func book(_ register: RegisterReading, in scale: EnergyScale) -> HourBook.Outcome {
        guard self.scale?.doubt != nil else { return told.record(register) }
        var outcome = HourBook.Outcome()
        outcome.startsAnew = self.scale?.doubt?.record(register, in: scale) == true
        outcome.closed = told.closeByPower(before: register.time)
        return outcome
    }

    /// Goes on by power alone, with a book of either scale beside it.
    private mutating func doubt() {
        guard let scale = scale?.scale else { return }
        self.scale?.doubt = ScaleDoubt(told, in: scale)
        told = told.withoutRegister
    }

    /// Goes on with the book of a scale that is certain, and tells what it knew better all along.
    ///
    /// - Parameter isFound: true when power has decided it, and not the configuration.
    private mutating func adopt(_ scale: EnergyScale, isFound: Bool) -> HourBook.Outcome {
        var outcome = HourBook.Outcome()
        guard let last = self.scale else { return outcome }
        self.scale?.adopt(scale)
        outcome.startsAnew = last.scale != scale
        if outcome.startsAnew, isFound { outcome.notices.append(.energyScale(scale)) }
        if let candidate = last.doubt?[scale] {
            told = candidate.book
            outcome.startsAnew = outcome.startsAnew || candidate.notices.contains(where: \.isNewBaseline)
            outcome.notices += candidate.notices
            outcome.retold = candidate.hours
        } else {
            told.convert(from: last.scale, to: scale)
        }
        return outcome
    }
}

extension LedgerNotice {
    fileprivate var isNewBaseline: Bool {
        if case .newBaseline = self { true } else { false }
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
