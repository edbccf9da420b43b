/// A day's highest hour (*døgnmaks*).
public struct DayPeak: Sendable, Hashable, Codable {
    /// The local day, `2026-01-31`.
    public var day: LocalDay
    /// The start of its highest hour.
    public var hour: Instant
    /// What that hour drew, in Wh, which is its mean power in W.
    public var importWh: Int
    public var quality: HourQuality

    public init(day: LocalDay, hour: Instant, importWh: Int, quality: HourQuality) {
        self.day = day
        self.hour = hour
        self.importWh = importWh
        self.quality = quality
    }
}

/// A calendar month's peaks and the capacity step they put it on.
public struct MonthStatus: Sendable, Hashable {
    public var month: LocalMonth
    /// The highest certain hour of each day so far, by day.
    public var days: [DayPeak]
    /// Up to three of `days`, highest first: those that count.
    public var counting: [DayPeak]
    /// Hours that are higher than their day's certain maximum, but were not seen whole: they do not count until a
    /// register or an import says what they were.
    public var uncertain: [DayPeak]
    /// The mean of the counting ones in W, rounded for showing; 0 before the first.
    public var meanW: Int
    public var step: CapacityStep
    /// True before the third day with data: the mean may still fall.
    public var isProvisional: Bool
    /// Energy of the month's closed hours, in Wh.
    public var importWh: Int
    public var exportWh: Int

    public init(
        month: LocalMonth,
        days: [DayPeak],
        counting: [DayPeak],
        uncertain: [DayPeak],
        meanW: Int,
        step: CapacityStep,
        isProvisional: Bool,
        importWh: Int,
        exportWh: Int
    ) {
        self.month = month
        self.days = days
        self.counting = counting
        self.uncertain = uncertain
        self.meanW = meanW
        self.step = step
        self.isProvisional = isProvisional
        self.importWh = importWh
        self.exportWh = exportWh
    }
}
