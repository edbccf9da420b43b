/// What has to be added outside the median so that each power of the distribution keeps its share, learnt on the way.
///
/// The network's spread says when the rest is uncertain; how often the truth then lay outside says how much is missing.
/// For each share and each five minutes of the hour there is a margin in W: it grows when the truth lies outside and
/// shrinks a little when it does not, and stands still when that happens as often as the share says.
struct SpreadMargins: Sendable, Equatable {
    /// In W, outward; below zero inward. Share by share, twelve each.
    private(set) var margins: [Float]

    /// The outer shares, as the network's spreads: down from the median, then up.
    static let shares: [Float] = [0.25, 0.1, 0.03, 0.25, 0.1, 0.03]
    static let count = shares.count * 12
    private static let widest: Float = 2_000

    /// Cautious: a kettle's worth of not knowing.
    init() {
        margins = [135, 256, 376, 135, 256, 376].flatMap { Array(repeating: $0, count: 12) }
    }

    init?(margins: [Float]) {
        guard margins.count == Self.count, margins.allSatisfy({ abs($0) <= Self.widest }) else { return nil }
        self.margins = margins
    }

    private static func place(_ share: Int, minute: Int) -> Int { share * 12 + min(max(minute / 5, 0), 11) }

    func margin(_ share: Int, minute: Int) -> Float { margins[Self.place(share, minute: minute)] }

    /// - Parameters:
    ///   - isOutside: whether the truth lay outside the power of that share.
    ///   - hours: how many hours were learnt before.
    mutating func learn(_ isOutside: Bool, share: Int, minute: Int, hours: Int) {
        let place = Self.place(share, minute: minute)
        let stepW = 1 + 30 / (1 + Float(hours) / 24)
        let change = stepW * (isOutside ? 1 - Self.shares[share] : -Self.shares[share])
        margins[place] = min(max(margins[place] + change, -Self.widest), Self.widest)
    }
}
