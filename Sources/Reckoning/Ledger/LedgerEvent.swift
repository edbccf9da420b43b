public import Civil
public import Meters

/// What the ledger says after a reading or as time passes. Every output of kilovakt lives on these alone.
public enum LedgerEvent: Sendable {
    /// A meter said who it is for the first time, or a different one answers now.
    case meter(MeterIdentity)
    /// One message of the meter, with the running counters.
    case live(LiveValues)
    /// The running hour after that message.
    case hour(HourStatus)
    /// An hour closed, or a closed one got a better value: the same `start` again replaces what was said before.
    case closed(Hour)
    /// The quarters and minutes of the hour that closed just before; again with each better value of it.
    case detail(HourDetail)
    /// The month's peaks and step, when an hour changed them or a month began.
    case month(MonthStatus)
    /// How far the day and the month have come: each minute, and when hours have changed.
    case day(DayStatus)
    /// Something a person may want to know; said once.
    case notice(LedgerNotice)
}

/// A message of the meter and the counters that run with it.
public struct LiveValues: Sendable {
    /// When it arrived.
    public var time: Instant
    public var reading: Reading
    /// Energy drawn since the meter was made, in Wh: its register, and between registers the integral of power. Never
    /// falls. `nil` until the meter has sent a register once.
    public var energyImportWh: Int?
    /// The same of energy fed in; `nil` with a meter that has never said what is fed in.
    public var energyExportWh: Int?
    /// True once the meter has said what is fed in, in this message or an earlier one. The ledger alone decides it, and
    /// remembers it over a restart.
    public var sendsExport: Bool

    /// - Parameter sendsExport: by default, as far as this message alone shows it.
    public init(
        time: Instant,
        reading: Reading,
        energyImportWh: Int?,
        energyExportWh: Int?,
        sendsExport: Bool? = nil
    ) {
        self.sendsExport = sendsExport ?? reading.saysExport
        self.time = time
        self.reading = reading
        self.energyImportWh = energyImportWh
        self.energyExportWh = energyExportWh
    }
}

/// Something out of the ordinary in the ledger's input, and what was done about it.
public enum LedgerNotice: Sendable, Hashable, Codable {
    /// The register fell, or rose by more than 100 kWh: it is a new start, and the difference is booked nowhere.
    case newBaseline(fromWh: Int, toWh: Int)
    /// The hourly list came again with the same clock and the same registers: it counts as missing.
    case repeatedHourlyList(at: Instant)
    /// The counters stand still though power flows: their hour waits until they move.
    case frozenRegister(at: Instant)
    /// Registers and power have differed hour after hour: it is the meter's way, and its registers are booked without doubt.
    case powerAndRegisterDiffer(at: Instant)
    /// A different meter answers on this port.
    case otherMeter(from: String, to: String)
    /// The host's clock went back by more than half a minute: the hour that runs begins anew.
    case clockWentBack(from: Instant, to: Instant)
    /// Power says that the meter's registers count by another scale than was taken for granted: they are corrected from the
    /// first to the last, and so are the hours that waited for it.
    case energyScale(EnergyScale)
    /// The registers go with the power that the meter shows by no scale: hours are kept by power.
    case energyScaleUnknown
}
