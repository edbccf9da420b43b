import Ledger

/// A condition that becomes a warning: it has to hold for a while, and rests for a while after it ended.
struct Switching: Sendable {
    private(set) var isOn = false
    /// When the warning was raised, which names it until it ends.
    var since: Instant?
    private var holdsSince: Instant?
    private var lastSeen: Instant?
    private var ended: Instant?

    /// Silence longer than this ends the holding: what was in it nobody knows.
    static let longestSilenceMilliseconds: Int64 = 60_000

    /// Looks at the condition once more while there is no warning.
    ///
    /// - Parameter isHeldBack: true in quiet hours: the condition goes on holding, but nothing is raised.
    /// - Returns: true when the warning begins.
    mutating func begin(
        _ holds: Bool,
        at time: Instant,
        for holdSeconds: Int,
        coolDown: Int,
        isHeldBack: Bool = false
    ) -> Bool {
        if let lastSeen, time.milliseconds(since: lastSeen) > Self.longestSilenceMilliseconds {
            holdsSince = nil
        }
        lastSeen = time
        guard holds else {
            holdsSince = nil
            return false
        }
        let start = holdsSince ?? time
        holdsSince = start
        if let ended, time.milliseconds(since: ended) < Int64(coolDown) * 1_000 { return false }
        guard time.milliseconds(since: start) >= Int64(holdSeconds) * 1_000, !isHeldBack else { return false }
        isOn = true
        since = time
        return true
    }

    /// Ends the warning.
    ///
    /// - Returns: since when it was on; `nil` when there was none.
    mutating func end(at time: Instant) -> Instant? {
        guard isOn else { return nil }
        isOn = false
        ended = time
        holdsSince = nil
        defer { since = nil }
        return since
    }
}
