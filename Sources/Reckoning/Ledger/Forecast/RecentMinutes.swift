import Civil

/// Power drawn over the last two hours, a mean a minute: all that the forecast sees of the present.
///
/// Changes with every message. What is learnt from it changes once an hour and is kept apart, in `ForecastModel`.
struct RecentMinutes: Sendable, Equatable {
    /// The number of the minute that runs, counted from 1970; `nil` before anything passed.
    private(set) var running: Int64?
    private(set) var runningWms: Int64 = 0
    private(set) var runningMilliseconds: Int64 = 0
    /// Means of whole minutes, in W and one more, each at the place `number % length`; 0 where nothing was seen.
    private(set) var means: [UInt16]

    /// An hour to learn from, the hour before its first minute, and a few minutes to learn it in.
    static let length = 128
    static let unseen: UInt16 = 0
    /// More than any home's main fuse lets through; what is above counts as this.
    static let highestW = Int(UInt16.max) - 1

    init() {
        means = Array(repeating: Self.unseen, count: Self.length)
    }

    init?(running: Int64?, runningWms: Int64, runningMilliseconds: Int64, means: [UInt16]) {
        guard means.count == Self.length, (0...60_000).contains(runningMilliseconds),
            (0...runningMilliseconds * Int64(Self.highestW)).contains(runningWms)
        else { return nil }
        self.running = running
        self.runningWms = runningWms
        self.runningMilliseconds = runningMilliseconds
        self.means = means
    }

    /// Books power that was held from one moment to another.
    ///
    /// - Parameter importW: `nil` where nothing was seen. Below zero counts as 0, above `highestW` as that.
    mutating func pass(from: Instant, to: Instant, importW: Int?) {
        let to = to.unixMilliseconds
        // What lies further back would fall out again.
        var from = max(from.unixMilliseconds, to - Int64(Self.length) * 60_000)
        while from < to {
            let number = floorDivide(from, 60_000)
            let until = min(to, (number + 1) * 60_000)
            if begin(number), let importW {
                runningWms += Int64(min(max(importW, 0), Self.highestW)) * (until - from)
                runningMilliseconds += until - from
            }
            from = until
        }
        // At a full minute the next one runs, with nothing seen of it yet.
        _ = begin(floorDivide(to, 60_000))
    }

    /// Makes this the minute that runs.
    ///
    /// - Returns: false when it is over already.
    private mutating func begin(_ number: Int64) -> Bool {
        guard let running else {
            self.running = number
            return true
        }
        guard number > running else { return number == running }
        means[place(of: running)] = runningMeanW.map { UInt16($0.rounded()) + 1 } ?? Self.unseen
        for skipped in max(running + 1, number - Int64(Self.length))..<number {
            means[place(of: skipped)] = Self.unseen
        }
        self.running = number
        runningWms = 0
        // A minute is never longer than it is, even where time passed twice.
        runningMilliseconds = 0
        return true
    }

    private func place(of number: Int64) -> Int {
        Int(number & Int64(Self.length - 1))
    }

    private var runningMeanW: Float? {
        runningMilliseconds > 0 ? Float(runningWms) / Float(runningMilliseconds) : nil
    }

    /// The mean of a minute that is over, in W; `nil` when nothing was seen of it, or it is too long ago.
    func meanW(ofMinute number: Int64) -> Float? {
        guard let running, number < running, number >= running - Int64(Self.length) else { return nil }
        let mean = means[place(of: number)]
        return mean == Self.unseen ? nil : Float(mean - 1)
    }

    /// The mean of the minute that runs, once enough was seen of it to tell a new load from a spike.
    var settledRunningW: Float? {
        runningMilliseconds >= Self.settledMilliseconds ? runningMeanW : nil
    }

    private static let settledMilliseconds: Int64 = 10_000

    /// The minutes of an hour that is over, in W; `nil` unless each of them was seen.
    func whole(hour start: Instant) -> [Float]? {
        let first = floorDivide(start.unixMilliseconds, 60_000)
        var powers: [Float] = []
        powers.reserveCapacity(60)
        for number in first..<first + 60 {
            guard let mean = meanW(ofMinute: number) else { return nil }
            powers.append(mean)
        }
        return powers
    }
}

extension RecentMinutes: Codable {
    private enum Key: CodingKey {
        case running
        case wms
        case milliseconds
        case means
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encodeIfPresent(running, forKey: .running)
        try container.encode(runningWms, forKey: .wms)
        try container.encode(runningMilliseconds, forKey: .milliseconds)
        try container.encode(Packed.data(means), forKey: .means)
    }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        let minutes = RecentMinutes(
            running: try container.decodeIfPresent(Int64.self, forKey: .running),
            runningWms: try container.decode(Int64.self, forKey: .wms),
            runningMilliseconds: try container.decode(Int64.self, forKey: .milliseconds),
            means: try container.decodePacked(UInt16.self, forKey: .means)
        )
        guard let minutes else {
            throw DecodingError.dataCorruptedError(
                forKey: .means,
                in: container,
                debugDescription: "not \(Self.length) minutes"
            )
        }
        self = minutes
    }
}
