import Civil
import Ledger
import Meters
import Telling

/// One message of a meter with its hour, day and month as they are then, for programs that expect all of it in one payload.
struct MeterSnapshot: Sendable {
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
    var registerImportWh: Int?
    var registerExportWh: Int?
    /// False for a meter that has never said what is fed in: its 0 is not a measurement.
    var sendsExport: Bool

    /// - Parameter progress: the day's energy so far.
    init(
        _ live: LiveValues,
        of identity: MeterIdentity,
        _ now: MeterNow,
        progress: inout DayProgress,
        in calendar: LocalCalendar
    ) {
        let today = calendar.day(of: live.time)
        let hour = now.hour.flatMap { $0.start == live.time.hourStart ? $0 : nil }
        let day = now.day.flatMap { $0.day == today ? $0 : nil }
        self.identity = identity
        self.live = live
        self.hour = hour
        self.day = day
        month = now.month.flatMap { $0.month == today.localMonth ? $0 : nil }
        importTodayWh = day.map { progress.importWh(of: $0, hour) }
        registerImportWh = now.registerImportWh
        registerExportWh = now.registerExportWh
        sendsExport = now.sendsExport
    }

    var reading: Reading { live.reading }

    /// The step's upper bound in kW; `nil` on the last one, and where it is no whole number.
    var thresholdKW: Int? {
        guard let upperW = month?.step?.upperW, upperW % 1_000 == 0 else { return nil }
        return upperW / 1_000
    }
}
