package import Civil
import DLMS
package import Meters

/// A meter's clock, read by the zone that clocks of its make keep.
package struct MeterClock: Sendable {
    private let local: LocalCalendar
    private let fixed: ClockConvention?
    private let winter = LocalCalendar(fixedOffsetSeconds: 3_600)
    private let utc = LocalCalendar(fixedOffsetSeconds: 0)

    /// - Parameter fixed: the time that the clock keeps; `nil` goes by what it says of itself, and by the make.
    package init(local: LocalCalendar, fixed: ClockConvention? = nil) {
        self.local = local
        self.fixed = fixed
    }

    /// The time that the clock shows, in UTC: the first of the two that an autumn night shows twice.
    ///
    /// - Returns: `nil` for a message without a clock, or one that names no moment.
    package func time(of reading: Reading) -> Instant? {
        guard let clock = reading.clock, clock.isComplete else { return nil }
        let day = LocalDay(year: Int(clock.year), month: Int(clock.month), day: Int(clock.day))
        let second = Int(clock.hour) * 3_600 + Int(clock.minute) * 60 + Int(clock.second)
        // A deviation of 0 says nothing: Aidon writes it and keeps winter time.
        if fixed == nil, let deviation = clock.deviationMinutes, deviation != 0 {
            return utc.instant(day: day, secondOfDay: second).adding(seconds: Int64(deviation) * 60)
        }
        let facts = reading.make.facts
        let time = calendar(of: facts, clock).instant(day: day, secondOfDay: second)
        // The clock of an hourly list may show the hour that the list is for, not when it is sent.
        guard reading.energyImportWh != nil, second % 3_600 == 0 else { return time }
        return time.adding(milliseconds: facts.hourlyListDelayMilliseconds)
    }

    /// The time that the clock shows, in UTC: of the two that an autumn night shows twice, the one nearer to `now`.
    package func time(of reading: Reading, near now: Instant) -> Instant? {
        guard let time = time(of: reading) else { return nil }
        guard let second = secondTime(after: time) else { return time }
        return abs(second.milliseconds(since: now)) < abs(time.milliseconds(since: now)) ? second : time
    }

    /// The time an hour later at which the clock shows the same again; `nil` outside the night when summer time ends.
    package func secondTime(after time: Instant) -> Instant? {
        let later = time.adding(milliseconds: Instant.hourMilliseconds)
        return local.offsetSeconds(at: later) < local.offsetSeconds(at: time) ? later : nil
    }

    private func calendar(of facts: MakeFacts, _ clock: COSEMDateTime) -> LocalCalendar {
        // A clock that says that summer time is on keeps local time: the Danish Kamstrup's, and not the Norwegian one's.
        switch fixed ?? (clock.isSummerTime ? .localTime : facts.clock) {
        case .localTime: local
        case .winterTime: winter
        case .utc: utc
        }
    }
}

extension COSEMDateTime {
    /// Bit 7 of the status; FF is a status that was not given.
    fileprivate var isSummerTime: Bool { status != 0xFF && status & 0x80 != 0 }
}
