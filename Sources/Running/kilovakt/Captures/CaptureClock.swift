import ArgumentParser
import Civil
import DLMS
import Meters

/// How a capture without arrival times reads the meter's clock.
enum ClockReading: String, ExpressibleByArgument, CaseIterable {
    /// Local time, summer time included: Kaifa's.
    case local
    /// Central European winter time all year: the others'.
    case cet
    case utc
}

/// Gives readings of a capture the time that they came.
///
/// A timed capture says it. In the others the meter's clock stands in for it, and a message without a clock follows the
/// one before at the pace of its make.
struct CaptureClock {
    private let local: LocalCalendar
    private let cet = LocalCalendar(fixedOffsetSeconds: 3_600)
    private let utc = LocalCalendar(fixedOffsetSeconds: 0)
    private let fixed: ClockReading?
    private(set) var last: Instant?

    /// - Parameter fixed: how to read the clock; `nil` goes by the make.
    init(local: LocalCalendar, fixed: ClockReading?) {
        self.local = local
        self.fixed = fixed
    }

    /// - Parameter arrival: when the bytes came, where the capture says so.
    /// - Returns: never earlier than the one before, unless the capture itself says so; `nil` as long as neither the capture nor
    ///   the meter has said what time it is.
    mutating func time(of reading: Reading, arrival: Instant?) -> Instant? {
        let time = arrival ?? clockTime(of: reading) ?? next(after: reading.make)
        if let time { last = time }
        return time
    }

    /// What the meter's clock says, in UTC.
    func clockTime(of reading: Reading) -> Instant? {
        guard let clock = reading.clock, clock.isComplete else { return nil }
        let day = LocalDay(year: Int(clock.year), month: Int(clock.month), day: Int(clock.day))
        let second = Int(clock.hour) * 3_600 + Int(clock.minute) * 60 + Int(clock.second)
        // A deviation of 0 says nothing: Aidon writes it and keeps CET.
        if fixed == nil, let deviation = clock.deviationMinutes, deviation != 0 {
            return utc.instant(day: day, secondOfDay: second).adding(seconds: Int64(deviation) * 60)
        }
        var time = calendar(of: reading.make, clock).instant(day: day, secondOfDay: second)
        // Aidon's list says the full hour and is sent ten seconds later.
        if reading.make == .aidon, reading.energyImportWh != nil, second % 3_600 == 0 {
            time = time.adding(seconds: 10)
        }
        guard let last, time < last else { return time }
        // In autumn the hour from two to three comes twice: the second time the clock seems to stand an hour back.
        let later = time.adding(milliseconds: Instant.hourMilliseconds)
        let isSecondTime = local.offsetSeconds(at: later) < local.offsetSeconds(at: time)
        return isSecondTime && later.milliseconds(since: last) < Instant.hourMilliseconds ? later : time
    }

    /// What the meter's clock says, in UTC: of the two times that an autumn night shows twice, the one nearer to `now`.
    func time(of reading: Reading, near now: Instant) -> Instant? {
        guard let time = clockTime(of: reading) else { return nil }
        let later = time.adding(milliseconds: Instant.hourMilliseconds)
        guard local.offsetSeconds(at: later) < local.offsetSeconds(at: time) else { return time }
        return abs(later.milliseconds(since: now)) < abs(time.milliseconds(since: now)) ? later : time
    }

    private func calendar(of make: Make, _ clock: COSEMDateTime) -> LocalCalendar {
        // Who says that summer time is on keeps local time: the Danish Kamstrup, and not the Norwegian one.
        switch fixed ?? (make == .kaifa || clock.isSummerTime ? .local : .cet) {
        case .local: local
        case .cet: cet
        case .utc: utc
        }
    }

    private func next(after make: Make) -> Instant? {
        last?.adding(milliseconds: make.spacingMilliseconds)
    }
}

extension COSEMDateTime {
    /// Bit 7 of the status; FF is a status that was not given.
    fileprivate var isSummerTime: Bool { status != 0xFF && status & 0x80 != 0 }
}

extension Make {
    /// The time between two messages of the make's fastest list, in ms.
    var spacingMilliseconds: Int64 {
        switch self {
        case .aidon: 2_500
        case .kaifa: 2_000
        default: 10_000
        }
    }
}
