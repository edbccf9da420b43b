import Foundation

/// Local time, where people read it: names days and months, and nothing else.
public struct LocalCalendar: Sendable {
    /// The zone's name in the tz database, `Europe/Oslo`.
    public let identifier: String
    private let zone: Zone

    private enum Zone: Sendable {
        case named(TimeZone)
        case fixed(seconds: Int)
    }

    /// - Parameter identifier: a name of the tz database.
    /// - Returns: `nil` when there is no such zone.
    public init?(identifier: String) {
        guard let zone = TimeZone(identifier: identifier) else { return nil }
        self.identifier = identifier
        self.zone = .named(zone)
    }

    /// A zone that is always as far from UTC: `3600` is Central European winter time all year, which most meters' clocks
    /// keep.
    public init(fixedOffsetSeconds: Int) {
        identifier = "UTC\(fixedOffsetSeconds < 0 ? "" : "+")\(fixedOffsetSeconds) s"
        zone = .fixed(seconds: fixedOffsetSeconds)
    }

    /// Local time less UTC at this moment, in seconds.
    public func offsetSeconds(at instant: Instant) -> Int {
        switch zone {
        case .named(let zone):
            zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(instant.unixSeconds)))
        case .fixed(let seconds): seconds
        }
    }

    public func dateTime(of instant: Instant) -> LocalDateTime {
        let offset = offsetSeconds(at: instant)
        let seconds = instant.unixSeconds + Int64(offset)
        let number = floorDivide(seconds, 86_400)
        let second = Int(seconds - number * 86_400)
        return LocalDateTime(
            day: civilDate(ofDayNumber: number),
            hour: second / 3_600,
            minute: second / 60 % 60,
            second: second % 60,
            offsetSeconds: offset
        )
    }

    public func day(of instant: Instant) -> LocalDay { dateTime(of: instant).day }

    public func month(of instant: Instant) -> LocalMonth { day(of: instant).localMonth }

    /// The first moment of a local day.
    public func start(of day: LocalDay) -> Instant {
        instant(day: day, secondOfDay: 0)
    }

    /// The first moment of a local month: 22:00Z or 23:00Z of the day before, in Oslo.
    public func start(of month: LocalMonth) -> Instant {
        start(of: LocalDay(year: month.year, month: month.month, day: 1))
    }

    /// The moment that a local clock shows as this; the earlier of the two in the hour that comes twice in autumn, and
    /// the moment after the jump for a time that spring leaves out.
    public func instant(day: LocalDay, secondOfDay: Int) -> Instant {
        let asUTC = dayNumber(of: day) * 86_400 + Int64(secondOfDay)
        // The offset before any change of that day, and after it: take the first whose local time comes out right.
        for probe in [asUTC - 86_400, asUTC + 86_400] {
            let offset = Int64(offsetSeconds(at: Instant(unixSeconds: probe)))
            let candidate = Instant(unixSeconds: asUTC - offset)
            if Int64(offsetSeconds(at: candidate)) == offset { return candidate }
        }
        let before = Int64(offsetSeconds(at: Instant(unixSeconds: asUTC - 86_400)))
        return Instant(unixSeconds: asUTC - before)
    }
}

extension LocalCalendar {
    /// Every moment at which a local clock shows this, in order: one, two in the hour that autumn has twice, none in the hour
    /// that spring leaves out.
    public func instants(day: LocalDay, secondOfDay: Int) -> [Instant] {
        let asUTC = dayNumber(of: day) * 86_400 + Int64(secondOfDay)
        // The offset before any change of that day, and after it.
        let offsets = [asUTC - 86_400, asUTC + 86_400].map {
            Int64(offsetSeconds(at: Instant(unixSeconds: $0)))
        }
        let found = Set(offsets).map { (offset: $0, instant: Instant(unixSeconds: asUTC - $0)) }
        return found.filter { Int64(offsetSeconds(at: $0.instant)) == $0.offset }.map(\.instant).sorted()
    }
}

/// What a local clock and calendar show.
public struct LocalDateTime: Sendable, Hashable {
    public var day: LocalDay
    public var hour: Int
    public var minute: Int
    public var second: Int
    /// Local time less UTC, in seconds.
    public var offsetSeconds: Int

    public init(day: LocalDay, hour: Int, minute: Int, second: Int, offsetSeconds: Int) {
        self.day = day
        self.hour = hour
        self.minute = minute
        self.second = second
        self.offsetSeconds = offsetSeconds
    }

    /// `16:05`
    public var clockText: String { "\(twoDigits(hour)):\(twoDigits(minute))" }
}
