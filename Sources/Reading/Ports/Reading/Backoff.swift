/// How long to wait before the next try: 0.5 s, doubling to 10 s, each shortened by up to a fifth so that several
/// ports on one server do not come all at once.
struct Backoff {
    private static let firstMilliseconds = 500
    private static let longestMilliseconds = 10_000

    private var milliseconds = Self.firstMilliseconds

    /// The wait before the next try, in ms.
    mutating func next(using random: inout some RandomNumberGenerator) -> Int {
        let delay = milliseconds
        milliseconds = min(delay * 2, Self.longestMilliseconds)
        return Int.random(in: delay * 4 / 5...delay, using: &random)
    }

    /// After bytes came: the next outage begins anew.
    mutating func reset() { milliseconds = Self.firstMilliseconds }
}
