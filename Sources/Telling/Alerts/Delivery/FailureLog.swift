import Civil
import Logging

/// Says what goes wrong with a webhook, at most once a minute.
struct FailureLog {
    private var last: Instant?
    private var unsaid = 0

    private static let pauseMilliseconds: Int64 = 60_000

    /// - Returns: the line to log now; `nil` when the last one is too fresh.
    mutating func line(_ text: String, at now: Instant) -> String? {
        if let last, (0..<Self.pauseMilliseconds).contains(now.milliseconds(since: last)) {
            unsaid += 1
            return nil
        }
        defer {
            last = now
            unsaid = 0
        }
        return unsaid == 0 ? text : "\(text) (and \(unsaid) more failures since the last line)"
    }
}
