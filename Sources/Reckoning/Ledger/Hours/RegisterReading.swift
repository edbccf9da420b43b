import Civil
import Meters

/// The meter's counters at a moment.
struct RegisterReading: Sendable, Codable, Equatable {
    /// The moment that the counters stand for: a full hour for the hourly list, else when they arrived.
    var time: Instant
    /// How much later than `time` it arrived.
    var delayMilliseconds: Int64
    var counters: WattHours
    /// The meter's clock in the list: tells a repeated list from a new one. `nil` for a clock that is not set.
    var meterClock: String?
    /// How far the clock's time of day is ahead of the arrival's in UTC, in s; of meters alone that keep one time all year and
    /// send old lists again.
    var clockLeadSeconds: Int64?
    /// True for a register within minutes of the one before, from a meter that sends them all the time. `nil` for false.
    var comesOften: Bool?

    /// How late after the hour a list may come and still be the hour's: Kamstrup takes up to a minute. Later than that it is
    /// taken for what the counters are when it comes.
    static let latestMilliseconds: Int64 = 120_000
    /// How much before the hour it may come by a host's clock that is slow.
    static let earliestMilliseconds: Int64 = 30_000
    /// Registers closer together than this are those of a meter that sends them in every message.
    static let frequentMilliseconds: Int64 = 600_000
    /// What a counter may stand at, in Wh: a home takes thirty thousand years to get there. Beyond is no meter's, and
    /// sums of it would not stay within 64 bits.
    static let plausibleWh = 0...1_000_000_000_000_000

    /// - Parameter previous: the last one, to tell a meter that sends registers all the time from one that sends them with
    ///   the hour.
    /// - Returns: `nil` when the message has no counter of energy drawn, or one that no meter can have.
    init?(_ reading: Reading, at arrival: Instant, previous: RegisterReading?) {
        guard let importWh = reading.energyImportWh, Self.plausibleWh.contains(importWh) else { return nil }
        let exportWh = reading.energyExportWh.flatMap { Self.plausibleWh.contains($0) ? $0 : nil }
        counters = WattHours(importWh: importWh, exportWh: exportWh ?? previous?.counters.exportWh ?? 0)
        meterClock = reading.clockSecondsPastHour == nil ? nil : reading.clockText
        if reading.make.facts.repeatsOldLists, let second = reading.clockSecondsOfDay {
            clockLeadSeconds = floorRemainder(Int64(second) - arrival.unixSeconds, 86_400)
        }
        let isFrequent =
            previous.map { arrival.milliseconds(since: $0.time) < Self.frequentMilliseconds } ?? false
        time = isFrequent ? arrival : Self.fullHour(of: reading, at: arrival) ?? arrival
        delayMilliseconds = arrival.milliseconds(since: time)
        comesOften = isFrequent ? true : nil
    }

    /// The full hour that the list stands for; `nil` when it came in the middle of one.
    ///
    /// By the host's clock: a meter's own may be minutes or a summer's hour off, and then its list says what the counters were
    /// when it came, and no more. It only vouches for a list that comes just before the hour, on a host that is a little slow.
    private static func fullHour(of reading: Reading, at arrival: Instant) -> Instant? {
        let hour = arrival.hourStart
        if arrival.milliseconds(since: hour) < latestMilliseconds { return hour }
        let next = hour.adding(milliseconds: Instant.hourMilliseconds)
        guard let seconds = reading.clockSecondsPastHour, Int64(seconds) * 1_000 < latestMilliseconds,
            next.milliseconds(since: arrival) <= earliestMilliseconds
        else { return nil }
        return next
    }

    /// The same register, taken for what it is by another scale.
    func converted(from scale: EnergyScale, to other: EnergyScale) -> RegisterReading {
        var register = self
        register.counters = scale.converted(counters, to: other)
        return register
    }

    /// Whether this is the last list once more: same clock, same counters.
    func repeats(_ previous: RegisterReading) -> Bool {
        meterClock != nil && meterClock == previous.meterClock && counters == previous.counters
    }

    /// Whether this is an old list, though the one that it repeats was never heard: its clock is an hour or more further behind
    /// than the last one's.
    func isOld(after previous: RegisterReading) -> Bool {
        guard let lead = clockLeadSeconds, let last = previous.clockLeadSeconds else { return false }
        return Self.oldSeconds.contains(floorRemainder(last - lead, 86_400))
    }

    /// Lists come an hour apart, and up to two minutes late; what is further behind than two is more likely a host's clock that was
    /// set.
    private static let oldSeconds: ClosedRange<Int64> = 3_000...7_500

    /// Whether the meter sends its counters all the time: then `previous`, taken for an hour's list, was none.
    func isFrequent(after previous: RegisterReading) -> Bool {
        time.milliseconds(since: previous.time) < Self.frequentMilliseconds
    }

    /// Whether this may be the full hour's list, too late to be taken for it: then its counters are older than it is. It came
    /// in the middle of an hour, and neither it nor the next is of a meter that sends its counters more often.
    func mayBeLate(before next: RegisterReading) -> Bool {
        time != time.hourStart && comesOften != true
            && next.time.milliseconds(since: time) >= Self.halfHourMilliseconds
    }

    /// Registers further apart than this are of a meter that sends them by the hour.
    private static let halfHourMilliseconds: Int64 = 1_800_000

    /// Whether a counter is below what it was.
    func hasFallen(from known: WattHours) -> Bool {
        counters.importWh < known.importWh || counters.exportWh < known.exportWh
    }

    /// Whether no meter could have counted from there to here: backwards, or more than 100 kWh in an hour.
    func isNewBaseline(after previous: RegisterReading) -> Bool {
        let difference = counters - previous.counters
        let hours = max(
            1,
            (time.milliseconds(since: previous.time) + Instant.hourMilliseconds - 1)
                / Instant.hourMilliseconds
        )
        let limitWh = 100_000 * Int(hours)
        return hasFallen(from: previous.counters)
            || difference.importWh > limitWh || difference.exportWh > limitWh
    }
}
