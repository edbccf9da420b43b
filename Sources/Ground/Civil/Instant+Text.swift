// The one place where moments are written as text and read from it: ISO 8601.

extension Instant: CustomStringConvertible {
    /// ISO 8601 in UTC, to the second where it is whole: `2026-01-15T07:00:00Z`, `2026-01-15T07:00:02.512Z`.
    public var description: String {
        let seconds = unixSeconds
        let number = floorDivide(seconds, 86_400)
        let second = Int(seconds - number * 86_400)
        let day = civilDate(ofDayNumber: number)
        let time = "\(twoDigits(second / 3_600)):\(twoDigits(second / 60 % 60)):\(twoDigits(second % 60))"
        let milliseconds = Int(unixMilliseconds - seconds * 1_000)
        guard milliseconds != 0 else { return "\(day)T\(time)Z" }
        let fraction = String(milliseconds + 1_000).dropFirst()
        return "\(day)T\(time).\(fraction)Z"
    }
}

extension Instant {
    /// Reads ISO 8601 with a distance from UTC: `2026-01-15T07:00:00Z`, seconds and their decimals optional, or with `+01:00`
    /// or `+0100` in place of `Z`.
    ///
    /// - Parameter text: a moment of the years 0000 to 9999; decimals beyond milliseconds are cut off.
    /// - Returns: `nil` for anything else, also for a day that the month does not have.
    public init?(parsing text: some StringProtocol) {
        var scanner = DigitScanner(text.utf8)
        guard let day = LocalDay(scanning: &scanner), scanner.skip(UInt8(ascii: "T")),
            let milliseconds = scanner.timeOfDay(), let offset = scanner.offsetSeconds(), scanner.isAtEnd
        else { return nil }
        self = Instant(unixSeconds: dayNumber(of: day) * 86_400 - Int64(offset))
            .adding(milliseconds: Int64(milliseconds))
    }
}

extension LocalDay {
    /// Reads `2026-01-15` from where the scanner is: a day of the calendar, years 0000 to 9999.
    package init?(scanning scanner: inout DigitScanner) {
        let hyphen = UInt8(ascii: "-")
        guard let year = scanner.number(4), scanner.skip(hyphen), let month = scanner.number(2),
            scanner.skip(hyphen), let day = scanner.number(2), (1...12).contains(month),
            (1...LocalMonth(year: year, month: month).dayCount).contains(day)
        else { return nil }
        self.init(year: year, month: month, day: day)
    }
}

/// A moment in JSON: a text in UTC with Z. `Instant` by itself is coded as a number of milliseconds.
package struct ISOTime: Sendable, Codable {
    package var instant: Instant

    package init(_ instant: Instant) {
        self.instant = instant
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let instant = Instant(parsing: text) else {
            throw DecodingError.dataCorruptedError(
                in: container,
                debugDescription: "not a time in UTC, such as 2026-01-15T07:00:00Z: \(text.prefix(40))"
            )
        }
        self.instant = instant
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(instant.description)
    }
}
