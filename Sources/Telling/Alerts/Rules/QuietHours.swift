public import Civil

/// The part of each day in which nobody is to be disturbed, by the local clock: from the start until before the end.
///
/// The clock on the wall counts: on the night in which clocks go back, an hour that comes twice is quiet twice.
public struct QuietHours: Sendable, Hashable {
    /// Minute of the day, 0..<1440.
    public let startMinute: Int
    /// Minute of the day, 0..<1440; of the next day when it is not after the start.
    public let endMinute: Int

    /// Reads `22-07`, `22:30-06:45` or `20-24`.
    ///
    /// - Throws: `AlertRuleError` for anything else, and for an empty span.
    public init(parsing text: String) throws(AlertRuleError) {
        let ends = text.split(separator: "-", omittingEmptySubsequences: false)
        guard ends.count == 2, let start = Self.minute(ends[0]), let end = Self.minute(ends[1]),
            start < Self.day, start != end % Self.day
        else {
            throw AlertRuleError(
                setting: "quiet",
                value: text.debugDescription,
                allowed: "two different times of day, as in 22-07 or 22:30-06:45"
            )
        }
        self.startMinute = start
        self.endMinute = end % Self.day
    }

    /// Whether the clock shows a quiet time.
    public func contains(_ time: LocalDateTime) -> Bool {
        let minute = time.hour * 60 + time.minute
        return startMinute < endMinute
            ? (startMinute..<endMinute).contains(minute)
            : minute >= startMinute || minute < endMinute
    }

    private static let day = 24 * 60

    /// `7`, `07`, `07:30`; 24 is the day's end.
    private static func minute(_ text: Substring) -> Int? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), let hour = number(parts[0], digits: 1...2) else { return nil }
        let minute = parts.count == 2 ? number(parts[1], digits: 2...2) : 0
        guard let minute, minute < 60, hour * 60 + minute <= day else { return nil }
        return hour * 60 + minute
    }

    private static func number(_ text: Substring, digits: ClosedRange<Int>) -> Int? {
        guard digits.contains(text.count), text.allSatisfy({ $0.isASCII && $0.isNumber }) else { return nil }
        return Int(text)
    }
}
