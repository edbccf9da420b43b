import Civil

/// One hour before it is settled: what registers say of it, and what power says of the rest.
struct HourAccount: Sendable, Codable, Equatable {
    /// The way in which the energy of registers came into the hour; the worst that happened counts.
    enum Division: Int, Sendable, Codable, Comparable {
        /// The registers stood at the hour's ends, or close around them.
        case exact
        /// A difference over several hours, divided by the power seen in each.
        case byPower
        /// The same where power was not seen: divided evenly over the time.
        case evenly

        static func < (a: Division, b: Division) -> Bool { a.rawValue < b.rawValue }
    }

    let start: Instant
    /// Energy that registers account for, and the time that they account for.
    private(set) var registered = WattHours()
    private(set) var registeredMilliseconds: Int64 = 0
    private(set) var division = Division.exact
    /// Power before the first register: no register will ever speak for it.
    private(set) var settled = PowerIntegral()
    /// Power since the last register: the next register replaces it.
    private(set) var open = PowerIntegral()
    /// The time that power was seen in the hour.
    private(set) var seenMilliseconds: Int64 = 0
    /// The highest power seen, in W.
    private(set) var peakW: Int?
    /// The part of `open` before the first message of all, which the register at the hour's start speaks for.
    private var assumedMilliseconds: Int64 = 0
    /// True when the hour was announced without its register.
    var isAnnounced = false
    /// Power in each minute. `nil` in a state written before this was kept.
    private var shape: HourShape?
    /// True when the last register that moved came after time that nobody saw: it may have stood still by then. `nil` for
    /// false.
    private(set) var isLastPartUnseen: Bool?
    /// True once such a register was found to stand still. `nil` for false.
    private var isDoubtful: Bool?

    init(start: Instant) {
        self.start = start
    }

    var end: Instant { start.adding(milliseconds: Instant.hourMilliseconds) }

    /// The hour's energy as far as it is known.
    var energy: WattHours { registered + settled.energy + open.energy }

    // MARK: - Booking

    /// Books time that passed within the hour, with the power that was held through it; `nil` when none was seen.
    mutating func pass(from: Instant, to: Instant, power: PowerSample?) {
        let milliseconds = to.milliseconds(since: from)
        open.elapsedMilliseconds += milliseconds
        guard let power else { return }
        open.add(power, milliseconds: milliseconds)
        seenMilliseconds += milliseconds
        peakW = max(peakW ?? power.importW, power.importW)
        let offset = from.milliseconds(since: start)
        if shape == nil { shape = HourShape() }
        shape?.pass(from: offset, to: offset + milliseconds, power)
    }

    /// Takes the time from a register to `now`, as far as nobody was there to see it, for unseen.
    mutating func assume(from register: Instant, to now: Instant) {
        let accounted = registeredMilliseconds + settled.elapsedMilliseconds + open.elapsedMilliseconds
        assumedMilliseconds = max(0, min(now, end).milliseconds(since: max(register, start)) - accounted)
        open.elapsedMilliseconds += assumedMilliseconds
    }

    /// The register was not that of the hour's start.
    mutating func withdrawAssumption() {
        open.elapsedMilliseconds -= assumedMilliseconds
        assumedMilliseconds = 0
    }

    /// Puts a part of a register difference in the place of the power since the last register.
    mutating func book(_ energy: WattHours, _ division: Division) {
        let isUnseen = open.unseenMilliseconds > SpanDivision.toleratedMilliseconds
        if isUnseen || energy != WattHours() { isLastPartUnseen = isUnseen ? true : nil }
        registered = registered + energy
        registeredMilliseconds += open.elapsedMilliseconds
        self.division = max(self.division, division)
        open = PowerIntegral()
        assumedMilliseconds = 0
    }

    /// Says that no register will speak for the power so far.
    mutating func settleByPower() {
        settled.add(open)
        open = PowerIntegral()
        assumedMilliseconds = 0
    }

    /// Says that the counters have stood still since the last register: the energy of unseen time before it is not known.
    mutating func doubtLastPart() {
        if isLastPartUnseen == true { isDoubtful = true }
    }

    mutating func convertRegistered(_ convert: (WattHours) -> WattHours) {
        registered = convert(registered)
    }

    // MARK: - Closing

    /// The hour as it is known now, and what it is made of.
    func closed() -> ClosedHour {
        let shape = finishedShape
        let energy = energy
        let hour = Hour(
            start: start,
            importWh: energy.importWh,
            exportWh: energy.exportWh,
            quality: quality,
            peakW: peakW,
            seenSeconds: Int(seenMilliseconds / 1_000),
            isSuspect: quality.isCertain
                && (isDoubtful == true || shape.contradicts(energy, isWhole: wasSeenWhole))
        )
        return ClosedHour(hour: hour, detail: shape.detail(of: energy, start: start))
    }

    /// Closes an hour whose register has not come: what was told of its minutes is let go.
    mutating func announced() -> ClosedHour {
        isAnnounced = true
        let closed = closed()
        var shape = finishedShape
        shape.forgetMinutes()
        self.shape = shape
        return closed
    }

    private var finishedShape: HourShape {
        var shape = shape ?? HourShape()
        shape.finish()
        return shape
    }

    private var wasSeenWhole: Bool {
        seenMilliseconds >= Instant.hourMilliseconds - ClosedHour.toleratedMilliseconds
    }

    var quality: HourQuality {
        if registeredMilliseconds >= Instant.hourMilliseconds - 1_000 {
            switch division {
            case .exact: return .measured
            case .byPower: return .split
            case .evenly: return .gap
            }
        }
        return wasSeenWhole && division != .evenly ? .integrated : .gap
    }

    /// The quality of the running hour so far, `now` being in it.
    func qualityOfRunning(at now: Instant) -> HourQuality {
        let passed = now.milliseconds(since: start)
        let unseen = passed - seenMilliseconds
        let unknown = passed - registeredMilliseconds - settled.elapsedMilliseconds - open.elapsedMilliseconds
        if unknown > 1_000 || unseen > ClosedHour.toleratedMilliseconds { return .gap }
        return settled.elapsedMilliseconds > 0 ? .integrated : .measured
    }
}

/// An hour that closed, and what it is made of.
struct ClosedHour: Sendable, Codable, Equatable {
    var hour: Hour
    /// `nil` for an hour that others have settled.
    var detail: HourDetail?

    /// Samples come up to ten seconds apart and the list of the full hour may push one aside.
    static let toleratedMilliseconds: Int64 = 60_000

    /// The same without its minutes: those that were told stay.
    var withoutMinutes: ClosedHour {
        var closed = self
        closed.detail?.minutes = []
        return closed
    }

    /// Whether power was seen through the whole hour.
    var wasSeenWhole: Bool {
        Int64(hour.seenSeconds) * 1_000 >= Instant.hourMilliseconds - Self.toleratedMilliseconds
    }
}
