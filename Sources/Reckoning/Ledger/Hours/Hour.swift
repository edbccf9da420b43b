public import Civil

/// How an hour's energy is known.
public enum HourQuality: String, Sendable, Hashable, Codable, CaseIterable {
    /// The difference of the meter's register at the hour's two ends.
    case measured
    /// One register difference over several hours, divided by the power seen in each.
    case split
    /// Power alone, seen through the whole hour; no register to hold it against.
    case integrated
    /// Some of the hour was not seen, and no register tells what it used.
    case gap
    /// Settled value, imported from Elhub.
    case imported
    /// Set by a person.
    case edited

    /// Whether the energy may be counted as a peak. A `gap` may not: its energy is a guess or a part.
    public var isCertain: Bool { self != .gap }

    /// Whether an hour of this quality may take the place of one of the other.
    func mayReplace(_ known: HourQuality) -> Bool { rank >= known.rank }

    private var rank: Int {
        switch self {
        case .gap: 0
        case .integrated: 1
        case .split: 2
        case .measured: 3
        case .imported, .edited: 4
        }
    }
}

/// One clock hour, closed: `[start, start + 3600 s)`.
public struct Hour: Sendable, Hashable, Codable {
    public var start: Instant
    /// Energy drawn from the grid, in Wh.
    public var importWh: Int
    /// Energy fed into the grid, in Wh.
    public var exportWh: Int
    public var quality: HourQuality
    /// The highest power seen, in W; `nil` when none was seen.
    public var peakW: Int?
    /// How much of the hour was seen through power, in seconds: 3600 is all of it.
    public var seenSeconds: Int
    /// True when power contradicts the registers: they stood still or ran after. So does a difference over several hours that is
    /// more than power saw in them.
    public var isSuspect: Bool

    public init(
        start: Instant,
        importWh: Int,
        exportWh: Int,
        quality: HourQuality,
        peakW: Int? = nil,
        seenSeconds: Int = 0,
        isSuspect: Bool = false
    ) {
        self.start = start
        self.importWh = importWh
        self.exportWh = exportWh
        self.quality = quality
        self.peakW = peakW
        self.seenSeconds = seenSeconds
        self.isSuspect = isSuspect
    }

    /// Whether the hour may count as a peak without a question: known, and not in doubt.
    public var isCertain: Bool { quality.isCertain && !isSuspect }

    public var end: Instant { start.adding(milliseconds: Instant.hourMilliseconds) }
}
