/// How long to wait before the next attempt: twice as long each time, up to a minute, and never all clients at once.
struct Backoff: Sendable {
    let first: Duration
    let longest: Duration
    private var step: Duration

    init(first: Duration = .seconds(1), longest: Duration = .seconds(60)) {
        self.first = first
        self.longest = longest
        step = first
    }

    /// - Parameter random: 0..<1. The wait is between half of the step and all of it: after a power cut, the clients of a
    ///   broker do not all come in the same second.
    mutating func next(random: Double = .random(in: 0..<1)) -> Duration {
        let wait = step * (0.5 + random / 2)
        step = min(step * 2, longest)
        return wait
    }

    mutating func reset() { step = first }
}
