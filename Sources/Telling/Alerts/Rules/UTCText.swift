import Civil
import Foundation

/// A moment in JSON: a text in UTC with Z, not a number of milliseconds.
struct UTCText: Codable {
    var instant: Instant

    init(instant: Instant) {
        self.instant = instant
    }

    /// - Returns: `nil` when the text is no such moment.
    init?(_ text: String) {
        guard let instant = try? Self.instant(of: text) else { return nil }
        self.instant = instant
    }

    init(from decoder: any Decoder) throws {
        instant = try Self.instant(of: decoder.singleValueContainer().decode(String.self))
    }

    private static func instant(of text: String) throws -> Instant {
        let date = try Date.ISO8601FormatStyle(includingFractionalSeconds: text.contains(".")).parse(text)
        // Years of more than four digits are read as such.
        let milliseconds = min(max((date.timeIntervalSince1970 * 1_000).rounded(), -1e17), 1e17)
        return Instant(unixMilliseconds: Int64(milliseconds))
    }

    func encode(to encoder: any Encoder) throws {
        var value = encoder.singleValueContainer()
        try value.encode(instant.description)
    }
}
