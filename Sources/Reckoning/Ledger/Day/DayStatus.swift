public import Civil

/// How far a local day has come, and its month.
public struct DayStatus: Sendable, Hashable {
    public var time: Instant
    public var day: LocalDay
    /// Drawn from the grid, in Wh: the day's hours that are closed, and what is known of those that are not.
    public var importWh: Int
    /// The same of energy fed in; `nil` with a meter that has never said what is fed in.
    public var exportWh: Int?
    /// Energy drawn in the month so far, in Wh.
    public var monthImportWh: Int
    /// Energy fed in in the month so far, in Wh; `nil` where `exportWh` is.
    public var monthExportWh: Int?
    /// Power drawn, as it was seen today; `nil` before there was any.
    public var power: PowerRange?
    /// Power fed in; `nil` with a meter that does not say it.
    public var exportPower: PowerRange?

    public init(
        time: Instant,
        day: LocalDay,
        importWh: Int,
        exportWh: Int?,
        monthImportWh: Int,
        monthExportWh: Int?,
        power: PowerRange? = nil,
        exportPower: PowerRange? = nil
    ) {
        self.time = time
        self.day = day
        self.importWh = importWh
        self.exportWh = exportWh
        self.monthImportWh = monthImportWh
        self.monthExportWh = monthExportWh
        self.power = power
        self.exportPower = exportPower
    }
}

/// The least, the mean and the most of a meter's messages, in W.
public struct PowerRange: Sendable, Hashable {
    public var minW: Int
    public var meanW: Int
    public var maxW: Int

    public init(minW: Int, meanW: Int, maxW: Int) {
        self.minW = minW
        self.meanW = meanW
        self.maxW = maxW
    }
}
