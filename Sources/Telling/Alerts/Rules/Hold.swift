import Civil

/// For how long a condition has held without a break.
struct Hold: Sendable, Hashable, Codable {
    private var since: Instant?
    private var episode: Instant?
    private var last: Instant?

    /// Nobody knows what was during a longer silence.
    static let longestGapMilliseconds: Int64 = 60_000
    /// Ticks and messages may be told a little out of order; more than that, and somebody has set the clock back.
    static let jitterMilliseconds: Int64 = 2_000

    /// All moments that it remembers.
    var times: [Instant] { [since, episode, last].compactMap { $0 } }

    mutating func seconds(after finding: Finding) -> Int {
        let gap = last.map { finding.time.milliseconds(since: $0) } ?? 0
        last = finding.time
        let isBroken = gap > Self.longestGapMilliseconds || gap < -Self.jitterMilliseconds
        if !finding.holds || isBroken || episode != finding.episode { since = nil }
        guard finding.holds else { return 0 }
        episode = finding.episode
        let start = since ?? finding.time
        since = start
        return max(0, Int(finding.time.milliseconds(since: start) / 1_000))
    }
}
