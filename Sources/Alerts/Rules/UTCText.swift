import Foundation
import Ledger

/// A moment in JSON: a text in UTC with Z, not a number of milliseconds.
struct UTCText: Codable {
    var instant: Instant

    init(instant: Instant) {
        self.instant = instant
    }

    init(from decoder: any Decoder) throws {
        let value = try decoder.singleValueContainer()
        let text = try value.decode(String.self)
        let date = try Date.ISO8601FormatStyle(includingFractionalSeconds: text.contains(".")).parse(text)
        instant = Instant(unixMilliseconds: Int64((date.timeIntervalSince1970 * 1_000).rounded()))
    }

    func encode(to encoder: any Encoder) throws {
        var value = encoder.singleValueContainer()
        try value.encode(instant.description)
    }
}
