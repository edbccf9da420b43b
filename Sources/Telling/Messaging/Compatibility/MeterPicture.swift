import Civil
import Ledger
import Meters

/// One message of a meter, with the last of what the ledger says of its hour, day and month: what programs expect in one payload.
struct MeterPicture: Sendable {
    var identity: MeterIdentity
    var live: LiveValues
    /// `nil` when it is of another hour than the message.
    var hour: HourStatus?
    /// `nil` when it is of another day.
    var day: DayStatus?
    /// `nil` when it is of another month.
    var month: MonthStatus?
    /// Drawn since midnight, in Wh, with the running hour as it is now.
    var importTodayWh: Int?
    /// The counters as they were last sent, in Wh.
    var lastImportWh: Int?
    var lastExportWh: Int?
    /// Whether the meter sends what is fed in: when it does not, a 0 is no measurement.
    var hasExport: Bool

    var reading: Reading { live.reading }

    /// The step's upper bound in kW; `nil` on the last one, and where it is no whole number.
    var thresholdKW: Int? {
        guard let upperW = month?.step?.upperW, upperW % 1_000 == 0 else { return nil }
        return upperW / 1_000
    }
}
