import Civil
import Ledger
import Telling

/// Energy of the local day with the running hour as it is now. The ledger reports the day once a minute and the hour with each
/// message: between two reports of the day, the day grows with the hour.
struct DayProgress: Sendable {
    /// The day's energy before the running hour.
    private var beforeHour: (start: Instant, importWh: Int)?
    private var lastShown: (day: LocalDay, importWh: Int)?

    /// Looks at an hour and a day that were reported at the same time.
    mutating func align(_ now: MeterNow) {
        guard let hour = now.hour, let day = now.day, hour.time == day.time, day.importWh >= hour.usedWh
        else { return }
        beforeHour = (hour.start, day.importWh - hour.usedWh)
    }

    /// Energy drawn since midnight, in Wh; never less than what was shown of the same day before.
    mutating func importWh(of day: DayStatus, _ hour: HourStatus?) -> Int {
        let sum = sum(of: day, hour)
        lastShown = (day.day, sum)
        return sum
    }

    private func sum(of day: DayStatus, _ hour: HourStatus?) -> Int {
        if let hour, let beforeHour, beforeHour.start == hour.start {
            return beforeHour.importWh + hour.usedWh
        }
        // An hour has just begun: the day is up to a minute old, and is not to fall for that.
        guard let lastShown, lastShown.day == day.day else { return day.importWh }
        return max(day.importWh, lastShown.importWh)
    }
}
