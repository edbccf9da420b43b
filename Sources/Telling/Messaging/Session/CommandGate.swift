import Civil

/// Lets as many commands through as people and automations need, whatever is written to the broker.
struct CommandGate: Sendable {
    static let mostInAMinute = 60
    private var begun: ContinuousClock.Instant?
    private var count = 0
    private var complaints = OncePerMinute<ContinuousClock.Instant>()

    mutating func admit(now: ContinuousClock.Instant) throws(CommandError) {
        if begun.map({ now - $0 >= .seconds(60) }) ?? true {
            begun = now
            count = 0
        }
        count += 1
        guard count <= Self.mostInAMinute else { throw .tooMany }
    }

    /// True when it is time to say that something was wrong: once a minute.
    mutating func mayComplain(now: ContinuousClock.Instant) -> Bool {
        complaints.admit(at: now) != nil
    }
}
