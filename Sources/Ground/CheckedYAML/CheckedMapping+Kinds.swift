package import Civil

// Kinds of values that several files have.
extension CheckedMapping {
    package mutating func text(_ key: String) -> String? { value(key) { $0 } }

    /// A text of up to 200 characters, such as a name.
    package mutating func shortText(_ key: String) -> String? {
        value(key, allowed: "a text of up to 200 characters") { $0.count <= 200 ? $0 : nil }
    }

    package mutating func texts(_ key: String) -> [String]? { list(key)?.map(\.text) }

    package mutating func choice<Value: RawRepresentable & CaseIterable>(_ key: String) -> Value?
    where Value.RawValue == String {
        value(key, allowed: Value.allCases.map(\.rawValue).joined(separator: ", ")) { Value(rawValue: $0) }
    }

    package mutating func choice(_ key: String, of allowed: [String]) -> String? {
        value(key, allowed: allowed.joined(separator: ", ")) { allowed.contains($0) ? $0 : nil }
    }

    /// `true` or `false`.
    package mutating func flag(_ key: String) -> Bool? {
        choice(key, of: ["true", "false"]).map { $0 == "true" }
    }

    package mutating func integer(_ key: String, in range: ClosedRange<Int>) -> Int? {
        value(key, allowed: "a whole number from \(range.lowerBound) to \(range.upperBound)") { text in
            Int(text).flatMap { range.contains($0) ? $0 : nil }
        }
    }

    package mutating func number(_ key: String, in range: ClosedRange<Double>) -> Double? {
        value(key, allowed: "a number from \(range.lowerBound) to \(range.upperBound)") { text in
            Double(text).flatMap { range.contains($0) ? $0 : nil }
        }
    }

    /// A length of time, in seconds.
    ///
    /// - Parameter range: the allowed lengths in seconds, at most a year.
    package mutating func seconds(
        _ key: String,
        in range: ClosedRange<Int> = 0...31_622_400,
        allowed: String = "a whole number with s, m or h, as in 60s, 2m or 1h30m, a year at the most"
    ) -> Int? {
        value(key, allowed: allowed) { text in
            TimeSpan(parsing: text).flatMap { Int(exactly: $0.seconds) }.flatMap {
                range.contains($0) ? $0 : nil
            }
        }
    }

    /// A day of the calendar, `2026-01-31`.
    package mutating func day(_ key: String) -> LocalDay? {
        value(key, allowed: "a date, such as 2026-01-31") { LocalDay(parsing: $0) }
    }
}
