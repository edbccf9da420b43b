import Civil
import Ledger

/// How often the running hour goes out: with each message, but at most each 5 s, so that a retained topic does not wear out
/// a broker on an SD card.
///
/// Counts by the events' own time, so that a replay publishes what a day lived would have.
struct HourRate: Sendable {
    private static let shortestMilliseconds: Int64 = 5_000
    private var last: (start: Instant, time: Instant)?

    /// True when this status is to go out. A new hour always does, and so does one from before the last: the clock went
    /// back, and what is retained would stay wrong until it caught up.
    mutating func allows(_ hour: HourStatus) -> Bool {
        if let last, last.start == hour.start {
            let passed = hour.time.milliseconds(since: last.time)
            guard passed < 0 || passed >= Self.shortestMilliseconds else { return false }
        }
        last = (hour.start, hour.time)
        return true
    }
}
