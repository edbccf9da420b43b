/// Lets one of many like messages through in a minute, and counts the others.
///
/// - Moment: the clock's: the host's for what is logged with its time, a continuous one elsewhere.
package struct OncePerMinute<Moment: InstantProtocol>: Sendable where Moment.Duration == Duration {
    private var last: Moment?
    private var heldBack = 0

    package init() {}

    /// - Returns: the number held back since the last one that passed; `nil` for one that is held back itself.
    package mutating func admit(at now: Moment) -> Int? {
        // A clock that was set back must not silence anybody for longer than a minute.
        if let last, (Duration.zero..<Duration.seconds(60)).contains(last.duration(to: now)) {
            heldBack += 1
            return nil
        }
        defer { heldBack = 0 }
        last = now
        return heldBack
    }
}

extension Instant: InstantProtocol {
    public func advanced(by duration: Duration) -> Instant {
        adding(milliseconds: Int64(duration / .milliseconds(1)))
    }

    public func duration(to other: Instant) -> Duration {
        .milliseconds(other.milliseconds(since: self))
    }
}
