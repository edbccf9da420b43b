/// Writes lines of a timed capture: `2026-01-15T07:00:02.512Z 7EA0…7E`.
public enum TimedTextWriter {
    /// The times that a line can hold, in ms since 1970 UTC: the years 1970 to 9999.
    public static let arrivalRange: ClosedRange<Int64> = 0...253_402_300_799_999

    /// Appends a chunk as a line with its newline.
    ///
    /// - Parameters:
    ///   - bytes: what was received; where there is none, nothing is written.
    ///   - arrivalUnixMilliseconds: brought into `arrivalRange` if it is outside.
    ///   - text: what to append to.
    public static func append(_ bytes: [UInt8], arrivalUnixMilliseconds: Int64, to text: inout [UInt8]) {
        guard !bytes.isEmpty else { return }
        text.reserveCapacity(text.count + 26 + bytes.count * 2)
        appendTime(
            min(max(arrivalUnixMilliseconds, arrivalRange.lowerBound), arrivalRange.upperBound),
            to: &text
        )
        text.append(Ascii.space)
        let digits = hexDigits
        for byte in bytes {
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 15)])
        }
        text.append(Ascii.newline)
    }

    /// A chunk as a line with its newline, or nothing for no bytes.
    public static func line(_ bytes: [UInt8], arrivalUnixMilliseconds: Int64) -> [UInt8] {
        var text: [UInt8] = []
        append(bytes, arrivalUnixMilliseconds: arrivalUnixMilliseconds, to: &text)
        return text
    }

    private static func appendTime(_ unixMilliseconds: Int64, to text: inout [UInt8]) {
        let second = Int(unixMilliseconds / 1_000)
        let date = UTCTime.date(ofDayNumber: second / 86_400)
        append(date.year, digits: 4, then: Ascii.hyphen, to: &text)
        append(date.month, digits: 2, then: Ascii.hyphen, to: &text)
        append(date.day, digits: 2, then: Ascii.letterT, to: &text)
        append(second / 3_600 % 24, digits: 2, then: Ascii.colon, to: &text)
        append(second / 60 % 60, digits: 2, then: Ascii.colon, to: &text)
        append(second % 60, digits: 2, then: Ascii.dot, to: &text)
        append(Int(unixMilliseconds % 1_000), digits: 3, then: Ascii.letterZ, to: &text)
    }

    private static func append(_ number: Int, digits: Int, then end: UInt8, to text: inout [UInt8]) {
        var divisor = digits == 4 ? 1_000 : digits == 3 ? 100 : 10
        while divisor > 0 {
            text.append(Ascii.zero + UInt8(truncatingIfNeeded: number / divisor % 10))
            divisor /= 10
        }
        text.append(end)
    }
}
