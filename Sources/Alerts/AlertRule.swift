/// When to warn, whom, and when not.
public struct AlertRule: Sendable, Equatable {
    public enum Kind: Sendable, Equatable {
        /// The hour will pass the limit with at least this probability, 0…1.
        case hourForecast(probability: Double)
        /// Power above this, in W.
        case powerAbove(watts: Int)
    }

    public var kind: Kind
    /// The condition has to hold for so long, in seconds.
    public var holdSeconds = 0
    /// Power has to fall so far below the limit, in W, before the warning ends; `nil` is a twentieth of the limit.
    public var hysteresisW: Int?
    /// After the warning ended it is not raised again for so long, in seconds.
    public var coolDownSeconds = 300
    /// In these hours of the local day nothing is raised; what still holds when they end is raised then.
    public var quiet: QuietHours?
    /// Names of webhooks. MQTT gets every alert.
    public var recipients: [String] = []

    public init(_ kind: Kind) {
        self.kind = kind
    }

    /// The rule's name in the configuration and in messages.
    public var name: String {
        switch kind {
        case .hourForecast: "hour_forecast"
        case .powerAbove: "power_above"
        }
    }
}

/// Hours of the local day: `22-07`, `22:30-06:45`. May go over midnight.
public struct QuietHours: Sendable, Equatable {
    /// Minutes after midnight.
    public var fromMinute: Int
    /// Exclusive.
    public var toMinute: Int

    /// - Parameter text: `22-07` or `22:30-06:45`.
    public init(_ text: String) throws(AlertTextError) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false).map(Self.minute)
        guard parts.count == 2, let from = parts[0], let to = parts[1], from != to else {
            throw AlertTextError(text, "two different times of day, such as 22-07 or 22:30-06:45")
        }
        fromMinute = from
        toMinute = to
    }

    private static func minute(_ text: Substring) -> Int? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), let hour = Int(parts[0]), (0...24).contains(hour) else {
            return nil
        }
        guard parts.count == 2 else { return hour % 24 * 60 }
        guard parts[1].count == 2, let minute = Int(parts[1]), (0...59).contains(minute), hour < 24 else {
            return nil
        }
        return hour * 60 + minute
    }

    func contains(minute: Int) -> Bool {
        fromMinute < toMinute
            ? (fromMinute..<toMinute).contains(minute) : minute >= fromMinute || minute < toMinute
    }
}

/// A length of time as people write it: `45s`, `2m`, `1h`.
public struct TimeLength: Sendable, Equatable {
    public var seconds: Int

    /// - Parameter text: a whole number and `s`, `m` or `h`; at most a day.
    public init(_ text: String) throws(AlertTextError) {
        let factors: [Character: Int] = ["s": 1, "m": 60, "h": 3_600]
        guard let unit = text.last, let factor = factors[unit], let number = Int(text.dropLast()),
            (0...86_400).contains(number), number * factor <= 86_400
        else { throw AlertTextError(text, "a length of time up to a day, such as 45s, 2m or 1h") }
        seconds = number * factor
    }
}

/// A text of the configuration that cannot be read.
public struct AlertTextError: Error, Sendable, Equatable, CustomStringConvertible {
    public var text: String
    public var allowed: String

    init(_ text: String, _ allowed: String) {
        self.text = text
        self.allowed = allowed
    }

    public var description: String { "\(text) is not allowed; allowed: \(allowed)" }
}
