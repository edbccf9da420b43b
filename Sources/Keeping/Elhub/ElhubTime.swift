import Civil

/// A time as a file writes it: with its distance from UTC, or as local clocks show it.
enum ElhubTime: Equatable {
    case utc(Instant)
    case local(LocalDay, secondOfDay: Int)

    /// - Parameter text: `2026-04-01T00:00:00+02:00` of 2026's files, `01.04.2026 00:00` of those before; either way with
    ///   seconds or without.
    init?(_ text: String) {
        var scanner = DigitScanner(text.utf8)
        guard let (day, isISO) = Self.day(&scanner) else { return nil }
        guard scanner.skip(UInt8(ascii: " ")) || isISO && scanner.skip(UInt8(ascii: "T")),
            let milliseconds = scanner.timeOfDay()
        else { return nil }
        let secondOfDay = milliseconds / 1_000
        if scanner.isAtEnd {
            self = .local(day, secondOfDay: secondOfDay)
        } else {
            guard isISO, let offset = scanner.offsetSeconds(), scanner.isAtEnd else { return nil }
            self = .utc(Instant(unixSeconds: dayNumber(of: day) * 86_400 + Int64(secondOfDay - offset)))
        }
    }

    private static func day(_ scanner: inout DigitScanner) -> (LocalDay, isISO: Bool)? {
        var copy = scanner
        if let day = LocalDay(scanning: &copy) {
            scanner = copy
            return years.contains(day.year) ? (day, true) : nil
        }
        let dot = UInt8(ascii: ".")
        guard let day = scanner.number(2), scanner.skip(dot), let month = scanner.number(2),
            scanner.skip(dot), let year = scanner.number(4), years.contains(year),
            let date = LocalDay(parsing: "\(year)-\(twoDigits(month))-\(twoDigits(day))")
        else { return nil }
        return (date, false)
    }

    /// Elhub began in 2019.
    private static let years = 2_000...2_099

    /// The moments that it may be: none in the hour that spring leaves out, two in the one that autumn has twice.
    func instants(in calendar: LocalCalendar) -> [Instant] {
        switch self {
        case .utc(let instant): [instant]
        case .local(let day, let second): calendar.instants(day: day, secondOfDay: second)
        }
    }

    /// Seconds on a clock that is never set, to subtract local times from each other by; `nil` for a time with an offset.
    var clockSeconds: Int64? {
        guard case .local(let day, let second) = self else { return nil }
        return dayNumber(of: day) * 86_400 + Int64(second)
    }
}
