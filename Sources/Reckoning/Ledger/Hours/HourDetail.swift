public import Civil

/// What an hour is made of: its quarters, which prices are quoted for, and its minutes, which a power curve is drawn of.
public struct HourDetail: Sendable, Hashable, Codable {
    /// The start of the hour.
    public var start: Instant
    /// Energy of the four quarters of the hour, in order. Together they are the hour.
    public var quarters: [QuarterEnergy]
    /// Mean power of the sixty minutes, in order; `nil` for a minute that was not seen. Empty when no minute was seen, or when
    /// they were told before: then what is known of them stays.
    public var minutes: [MinutePower?]

    public init(start: Instant, quarters: [QuarterEnergy], minutes: [MinutePower?]) {
        self.start = start
        self.quarters = quarters
        self.minutes = minutes
    }
}

/// Energy of a quarter of an hour, in Wh.
public struct QuarterEnergy: Sendable, Hashable, Codable {
    public var importWh: Int
    public var exportWh: Int

    public init(importWh: Int, exportWh: Int) {
        self.importWh = importWh
        self.exportWh = exportWh
    }
}

/// Mean power of a minute, in W.
public struct MinutePower: Sendable, Hashable, Codable {
    public var importW: Int
    public var exportW: Int

    public init(importW: Int, exportW: Int) {
        self.importW = importW
        self.exportW = exportW
    }
}
