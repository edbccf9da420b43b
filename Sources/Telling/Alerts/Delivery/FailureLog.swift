import Civil
import Logging

/// Says what goes wrong with a webhook, at most once a minute.
struct FailureLog {
    private var lines = OncePerMinute<Instant>()

    /// - Returns: the line to log now; `nil` when the last one is too fresh.
    mutating func line(_ text: String, at now: Instant) -> String? {
        lines.admit(at: now).map { unsaid in
            unsaid == 0 ? text : "\(text) (and \(unsaid) more failures since the last line)"
        }
    }
}
