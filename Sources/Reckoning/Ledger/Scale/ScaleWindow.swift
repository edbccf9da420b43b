import Civil

/// Power added up beside a register, to tell tens of watt-hours from watt-hours by the register's next values.
///
/// One hypothesis says ten times what the other says, so the middle between them, √10 ≈ 3.16 in ratio, is far from both. What
/// can bring power and register apart is given as an allowance in Wh, and the middle must lie beyond it:
///
/// - A full hour's register was taken by the meter's clock, power by the host's. Up to a minute may lie between them at
///   either end: two minutes of the highest power seen, in the hour before and the minute after too.
/// - Power is in whole watts, rounded or cut off: one watt all the time. It decides in an empty home only.
/// - Time without power, at most a sixtieth: as if the highest power had been drawn.
///
/// The register itself may be a step off; from ten steps on that is a tenth. Loads that come and go between two messages are
/// seen by chance as often as they are missed; what chance leaves is a few per cent of an hour, and the fit allows a half.
/// So ten steps decide: 100 Wh where they are tens (seven hours of an empty home's 15 W), 10 Wh where they are not.
struct ScaleWindow: Sendable, Codable, Equatable {
    /// What the register stood at when the window began, in the scale that is assumed of every meter: ten watt-hours.
    let start: RegisterReading
    private(set) var time: Instant
    private var sum: PowerSum
    /// The part since the last full hour, which a register of that hour does not speak for.
    private var ofHour = PowerSum()
    private var hourBefore = PowerSum()

    /// What a register says.
    enum Verdict: Equatable {
        /// Too little yet.
        case open
        /// Nothing that could be held against power: some of the time was not seen.
        case unseen
        /// The two have nothing to do with each other: a register that fell, stood still or jumped.
        case fitsNeither
        case fits(EnergyScale)
    }

    /// - Parameters:
    ///   - account: the running hour, for the power since a register that stands for the hour's start.
    ///   - peakW: the highest power of late.
    init(at register: RegisterReading, account: HourAccount?, peakW: Int, now: Instant) {
        start = register
        time = max(now, register.time)
        sum = PowerSum()
        if let account, account.start == register.time { sum = PowerSum(account.open) }
        sum.importPeakW = max(sum.importPeakW, peakW)
        ofHour = sum
    }

    private init(at register: RegisterReading, following last: ScaleWindow) {
        start = register
        time = last.time
        sum = register.standsForHour ? last.ofHour : PowerSum()
        sum.raisePeaks(register.standsForHour ? last.hourBefore : last.ofHour)
        ofHour = last.ofHour
        hourBefore = last.hourBefore
    }

    /// The window that begins with a register of this one's.
    func restarted(at register: RegisterReading) -> ScaleWindow {
        ScaleWindow(at: register, following: self)
    }

    // MARK: - Power

    /// Lets time pass, with the last power held through it as the ledger does.
    mutating func pass(to now: Instant, _ held: HourBook.HeldPower?) {
        guard now > time else { return }
        let seenUntil = held?.since.adding(milliseconds: HourBook.holdMilliseconds) ?? time
        let hour = now.hourStart
        if time < hour {
            add(held, milliseconds: min(hour, seenUntil).milliseconds(since: time))
            hourBefore = ofHour
            ofHour = PowerSum()
            time = hour
        }
        add(held, milliseconds: min(now, seenUntil).milliseconds(since: time))
        time = now
    }

    private mutating func add(_ held: HourBook.HeldPower?, milliseconds: Int64) {
        guard let held, milliseconds > 0 else { return }
        if time.milliseconds(since: start.time) < Self.longestMilliseconds {
            sum.add(held.sample, milliseconds)
        }
        ofHour.add(held.sample, milliseconds)
    }

    // MARK: - Registers

    /// - Parameters:
    ///   - register: read by the scale that is assumed of every meter.
    ///   - sample: power at its arrival.
    func verdict(at register: RegisterReading, _ sample: PowerSample?) -> Verdict {
        var seen = sum
        if let sample { seen.raisePeaks(sample) }
        if register.standsForHour { seen.subtract(ofHour) }
        let elapsed = register.time.milliseconds(since: start.time)
        let unseen = max(0, elapsed - seen.milliseconds)
        guard unseen <= max(Self.toleratedMilliseconds, elapsed / 60) else { return .unseen }
        let counted = register.counters - start.counters
        var directions = [
            Comparison(countedWh: counted.importWh, wms: seen.importWms, peakW: seen.importPeakW)
        ]
        // A counter that stands at nothing is one that the meter does not have.
        if register.counters.exportWh > 0 {
            directions.append(
                Comparison(countedWh: counted.exportWh, wms: seen.exportWms, peakW: seen.exportPeakW)
            )
        }
        let verdicts = directions.map { $0.verdict(elapsed: elapsed, unseen: unseen) }
        if verdicts.contains(.fitsNeither) { return .fitsNeither }
        let found = EnergyScale.allCases.filter { verdicts.contains(.fits($0)) }
        return found.count == 1 ? .fits(found[0]) : found.isEmpty ? .open : .fitsNeither
    }

    private static let toleratedMilliseconds: Int64 = 60_000
    /// Longer than a home is ever left alone with nothing but a clock drawing power; bounds the sums.
    static let longestMilliseconds = 14 * 24 * Instant.hourMilliseconds
}

extension RegisterReading {
    /// Whether it stands for a full hour that was over when it came.
    var standsForHour: Bool { delayMilliseconds > 0 }
}

/// One direction's counter held against its power.
private struct Comparison {
    let countedWh: Int
    let wms: Int64
    let peakW: Int

    /// A register's step where it counts in tens, and what its last digit leaves open, in Wh.
    private static let stepWh = 10.0
    /// From here on that is no more than a tenth.
    private static let leastWh = 100
    private static let misalignedMilliseconds: Int64 = 120_000
    private static let roundedW = 1.0
    private static let fit = 1.5
    /// The middle between two hypotheses that differ by ten.
    private static let middle = 10.0.squareRoot()

    func verdict(elapsed: Int64, unseen: Int64) -> ScaleWindow.Verdict {
        let doubtful = Double(peakW) * Double(Self.misalignedMilliseconds + unseen)
        let allowanceWh = (doubtful + Self.roundedW * Double(elapsed)) / Double(PowerIntegral.wmsPerWh)
        let powerWh = Double(wms) / Double(PowerIntegral.wmsPerWh)
        let low = powerWh - allowanceWh
        let high = powerWh + allowanceWh
        let counted = Double(countedWh)
        func fits(_ energyWh: Double, _ stepWh: Double) -> Bool {
            energyWh + stepWh >= low / Self.fit && energyWh - stepWh <= high * Self.fit
        }
        let fitsTens = fits(counted, Self.stepWh)
        let fitsOnes = fits(counted / 10, Self.stepWh / 10)
        guard countedWh >= 0, fitsTens || fitsOnes else { return .fitsNeither }
        guard countedWh >= Self.leastWh else { return .open }
        if fitsTens, counted + Self.stepWh < low * Self.middle { return .fits(.tenWattHours) }
        if fitsOnes, counted - Self.stepWh > high * Self.middle { return .fits(.wattHours) }
        return .open
    }
}

/// Power summed over the time that it was seen, and its peaks.
struct PowerSum: Sendable, Equatable {
    var importWms: Int64 = 0
    var exportWms: Int64 = 0
    var milliseconds: Int64 = 0
    var importPeakW = 0
    var exportPeakW = 0

    init() {}

    init(_ integral: PowerIntegral) {
        importWms = integral.importWms
        exportWms = integral.exportWms
        milliseconds = integral.seenMilliseconds
    }

    mutating func add(_ sample: PowerSample, _ milliseconds: Int64) {
        importWms += Int64(sample.importW) * milliseconds
        exportWms += Int64(sample.exportW) * milliseconds
        self.milliseconds += milliseconds
        raisePeaks(sample)
    }

    /// Subtracts energy and time, not the peaks.
    mutating func subtract(_ part: PowerSum) {
        importWms -= part.importWms
        exportWms -= part.exportWms
        milliseconds -= part.milliseconds
    }

    mutating func raisePeaks(_ sample: PowerSample) {
        importPeakW = max(importPeakW, sample.importW)
        exportPeakW = max(exportPeakW, sample.exportW)
    }

    mutating func raisePeaks(_ other: PowerSum) {
        importPeakW = max(importPeakW, other.importPeakW)
        exportPeakW = max(exportPeakW, other.exportPeakW)
    }
}
