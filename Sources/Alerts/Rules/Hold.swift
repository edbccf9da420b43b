import Ledger

/// For how long a condition has held without a break.
struct Hold {
    private var since: Instant?
    private var episode: Instant?
    private var last: Instant?

    /// Nobody knows what was during a longer silence.
    static let longestGapMilliseconds: Int64 = 60_000

    mutating func seconds(after finding: Finding) -> Int {
        let gap = last.map { finding.time.milliseconds(since: $0) } ?? 0
        last = finding.time
        if !finding.holds || gap > Self.longestGapMilliseconds || gap < 0 || episode != finding.episode {
            since = nil
        }
        guard finding.holds else { return 0 }
        episode = finding.episode
        let start = since ?? finding.time
        since = start
        return Int(finding.time.milliseconds(since: start) / 1_000)
    }
}
