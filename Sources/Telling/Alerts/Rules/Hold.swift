import Civil

/// The time for which a trouble has lasted without a break.
struct Hold: Sendable, Hashable, Codable {
    private var since: Instant?
    private var episode: Instant?
    private var last: Instant?

    /// The longest gap between findings that is no break; nobody knows what happened in a longer one.
    static let longestGapMilliseconds: Int64 = 60_000
    /// The most by which ticks and messages may come out of order; beyond that the clock was set back.
    static let jitterMilliseconds: Int64 = 2_000

    /// All times that are remembered.
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
