/// Bounds how often somebody may guess: so many tries at once from an address and in all, and then one each time a while
/// has passed.
struct FailureLimiter: Sendable {
    /// What is left of an allowance.
    private struct Bucket {
        var tries: Double
        var at: ContinuousClock.Instant
    }

    private var all: Bucket
    private var addresses: [String: Bucket] = [:]

    static let perAddress = 5.0
    static let inAll = 20.0
    /// An address gets a try back each twelve seconds, all together each three.
    static let refillSeconds = 60.0
    /// Addresses that are remembered; a guesser with more of them meets the bound for all.
    static let remembered = 256

    init(now: ContinuousClock.Instant) {
        all = Bucket(tries: Self.inAll, at: now)
    }

    /// How many addresses are remembered now.
    var remembers: Int { addresses.count }

    /// - Returns: how long this address has to wait before its next try; `nil` when it need not.
    func wait(of address: String, at now: ContinuousClock.Instant) -> Duration? {
        guard let bucket = addresses[address] else { return nil }
        return Self.wait(bucket, Self.perAddress, now)
    }

    /// The same for everybody together.
    func waitOfAll(at now: ContinuousClock.Instant) -> Duration? { Self.wait(all, Self.inAll, now) }

    /// Takes a try of the allowances.
    mutating func take(from address: String, at now: ContinuousClock.Instant) {
        all = Self.refilled(all, Self.inAll, now)
        all.tries -= 1
        var bucket = Self.refilled(
            addresses[address] ?? Bucket(tries: Self.perAddress, at: now),
            Self.perAddress,
            now
        )
        bucket.tries -= 1
        if addresses[address] == nil, addresses.count >= Self.remembered {
            // The one that has most left is the one that is missed least.
            let least = addresses.max { a, b in
                Self.refilled(a.value, Self.perAddress, now).tries
                    < Self.refilled(b.value, Self.perAddress, now).tries
            }
            if let least { addresses[least.key] = nil }
        }
        addresses[address] = bucket
    }

    /// Gives a try back: it was no failure.
    mutating func giveBack(to address: String) {
        all.tries = min(Self.inAll, all.tries + 1)
        if let bucket = addresses[address] {
            addresses[address]?.tries = min(Self.perAddress, bucket.tries + 1)
        }
    }

    private static func refilled(_ bucket: Bucket, _ limit: Double, _ now: ContinuousClock.Instant) -> Bucket
    {
        let seconds = max(0, (now - bucket.at) / .seconds(1))
        return Bucket(tries: min(limit, bucket.tries + seconds * limit / refillSeconds), at: now)
    }

    private static func wait(_ bucket: Bucket, _ limit: Double, _ now: ContinuousClock.Instant) -> Duration? {
        let tries = refilled(bucket, limit, now).tries
        return tries >= 1 ? nil : .seconds((1 - tries) * refillSeconds / limit)
    }
}
