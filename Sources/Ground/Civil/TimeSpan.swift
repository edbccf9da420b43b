/// A length of time as people write it: `60s`, `2m`, `1h`, `1d12h`.
package struct TimeSpan: Sendable, Hashable {
    /// Negative where a `-` stands before it; less than a century either way.
    package let seconds: Int64

    /// The longest span that is read, a century of seconds.
    private static let longest: Int64 = 3_155_760_000

    package init(seconds: Int64) {
        self.seconds = seconds
    }

    /// - Parameter text: whole numbers, each with its unit `d`, `h`, `m` or `s`, from the largest unit to the smallest, at
    ///   least one of them, and nothing between; a `-` before all of it makes it negative.
    /// - Returns: `nil` for anything else, and for more than a century.
    package init?(parsing text: some StringProtocol) {
        let isNegative = text.hasPrefix("-")
        var rest = Substring(text).dropFirst(isNegative ? 1 : 0)
        guard !rest.isEmpty else { return nil }
        var units: [(Character, Int64)] = [("d", 86_400), ("h", 3_600), ("m", 60), ("s", 1)]
        var sum: Int64 = 0
        while !rest.isEmpty {
            let digits = rest.prefix { ("0"..."9").contains($0) }
            rest = rest.dropFirst(digits.count)
            guard let mark = rest.popFirst(), let place = units.firstIndex(where: { $0.0 == mark }),
                let number = Int64(digits), number <= Self.longest
            else { return nil }
            sum += number * units[place].1
            units.removeSubrange(...place)
        }
        guard sum <= Self.longest else { return nil }
        seconds = isNegative ? -sum : sum
    }
}
