/// A length of time as people configure it: `60s`, `2m`, `1h`.
public struct TimeSpan: Sendable, Hashable {
    /// 0 or more, at most a year.
    public let seconds: Int

    private static let longest = 366 * 86_400

    /// - Parameters:
    ///   - text: a whole number and its unit, `s`, `m` or `h`, with nothing between.
    ///   - setting: the key it stands under, for the error.
    public init(parsing text: String, setting: String = "for") throws(AlertRuleError) {
        let unit: [Character: Int] = ["s": 1, "m": 60, "h": 3_600]
        let digits = text.dropLast()
        guard let factor = text.last.flatMap({ unit[$0] }), let number = Int(digits),
            digits.allSatisfy({ $0.isASCII && $0.isNumber }), number <= Self.longest / factor
        else {
            throw AlertRuleError(
                setting: setting,
                value: text.debugDescription,
                allowed: "a whole number with s, m or h, as in 60s, 2m or 1h"
            )
        }
        self.seconds = number * factor
    }
}
