public import Civil

/// A calendar month's peaks and the capacity step they put it on.
public struct MonthStatus: Sendable, Hashable {
    public var month: LocalMonth
    /// The highest certain hour of each day so far, by day.
    public var days: [DayPeak]
    /// Those that count by the month's model, highest first: up to three of `days`, one of them, or up to five weekly peaks of
    /// twelve months. Empty where no hour decides.
    public var counting: [DayPeak]
    /// Hours that are higher than their day's certain maximum, but were not seen whole: they do not count until a
    /// register or an import says what they were.
    public var uncertain: [DayPeak]
    /// The mean of the counting ones in W, weighted where they are, rounded for showing; 0 before the first.
    public var meanW: Int
    /// `nil` where the model has no steps that hours decide.
    public var step: CapacityStep?
    /// True while what counts is not whole, so the mean may still fall: before the third day with data; with weekly peaks, until
    /// each week of twelve months is known.
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
        step: CapacityStep?,
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
