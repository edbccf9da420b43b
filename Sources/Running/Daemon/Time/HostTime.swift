import Civil

/// What time it is, on a host whose clock may be wrong: a Pi has no battery clock, and starts with the time of its last
/// shutdown until the network has told it better.
///
/// A clock that somebody vouches for, or that was set while we looked, or that agrees with the meter's, is believed. Until then
/// time goes on from the best guess by the clock that never jumps, and is *provisional*: once the truth is known, what was
/// reckoned has to be reckoned anew with it. A meter's clock that was held against the host's before is truth enough.
struct HostTime: Sendable {
    private enum State {
        /// The host's clock is right.
        case host
        /// So far from uptime to time, by the meter's clock and what was learnt of it.
        case meter(baseMilliseconds: Int64)
        /// The same by a guess, since that uptime.
        case guess(baseMilliseconds: Int64, since: Int64)
    }

    private var state: State
    /// The host's clock less uptime when this began: when it changes, somebody has set the clock.
    private let wallBaseMilliseconds: Int64
    /// What the meter's clock says less UTC, beyond what its make's clocks do; `nil` until it was held against a clock that is
    /// right.
    private(set) var meterErrorMilliseconds: Int64?
    /// A meter's clock that shows an earlier time than this was never set.
    private let earliest: Instant

    /// 2024-01-01: before this program.
    private static let beginning = Instant(unixSeconds: 1_704_067_200)
    /// Two clocks that are closer say the same time: a message may be a minute under way.
    static let agreementMilliseconds: Int64 = 60_000
    /// A clock that moved more than this against uptime was set.
    static let stepMilliseconds: Int64 = 2_000
    /// Without anybody to ask, the guess is taken for the truth after three hours.
    static let longestGuess: Int64 = 3 * 3_600_000

    /// - Parameters:
    ///   - lastKnown: when an earlier run knew the time last; it is later now.
    ///   - meterErrorMilliseconds: what an earlier run learnt of the meter's clock.
    init(at stamp: HostStamp, lastKnown: Instant?, meterErrorMilliseconds: Int64?) {
        wallBaseMilliseconds = stamp.wallBaseMilliseconds
        earliest = max(Self.beginning, lastKnown?.adding(seconds: -86_400) ?? Self.beginning)
        self.meterErrorMilliseconds = meterErrorMilliseconds
        guard !stamp.isSynchronised else {
            state = .host
            return
        }
        let now = max(stamp.wall, lastKnown ?? stamp.wall)
        state = .guess(
            baseMilliseconds: now.unixMilliseconds - stamp.uptimeMilliseconds,
            since: stamp.uptimeMilliseconds
        )
    }

    /// True while time is a guess.
    var isProvisional: Bool {
        if case .guess = state { true } else { false }
    }

    /// The time of a moment, as far as it is known now.
    func time(of stamp: HostStamp) -> Instant {
        switch state {
        case .host: stamp.wall
        case .meter(let base), .guess(let base, _):
            Instant(unixMilliseconds: base + stamp.uptimeMilliseconds)
        }
    }

    // MARK: - Evidence

    /// Looks at the host's clock.
    mutating func look(at stamp: HostStamp) {
        if case .host = state { return }
        let moved = abs(stamp.wallBaseMilliseconds - wallBaseMilliseconds)
        if stamp.isSynchronised || moved > Self.stepMilliseconds { state = .host }
        guard case .guess(let base, let since) = state else { return }
        if stamp.uptimeMilliseconds - since > Self.longestGuess { state = .meter(baseMilliseconds: base) }
    }

    /// Weighs what the meter's clock shows.
    ///
    /// - Parameter meter: in UTC, by the zone that clocks of its make keep.
    mutating func weigh(meter: Instant, at stamp: HostStamp) {
        guard meter >= earliest else { return }
        switch state {
        case .host:
            if stamp.isSynchronised { learn(meter.milliseconds(since: stamp.wall)) }
        case .meter: break
        case .guess(_, let since):
            let time = meter.adding(milliseconds: -(meterErrorMilliseconds ?? 0))
            let base = time.unixMilliseconds - stamp.uptimeMilliseconds
            if abs(time.milliseconds(since: stamp.wall)) < Self.agreementMilliseconds {
                state = .host
            } else if meterErrorMilliseconds != nil {
                state = .meter(baseMilliseconds: base)
            } else {
                state = .guess(baseMilliseconds: base, since: since)
            }
        }
    }

    /// A second here or there is how long the message took.
    private mutating func learn(_ error: Int64) {
        if let known = meterErrorMilliseconds, abs(error - known) < Self.stepMilliseconds { return }
        meterErrorMilliseconds = error
    }
}

extension HostStamp {
    fileprivate var wallBaseMilliseconds: Int64 { wall.unixMilliseconds - uptimeMilliseconds }
}
