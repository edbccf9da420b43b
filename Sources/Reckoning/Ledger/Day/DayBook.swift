import Civil
import Meters

/// The running day and its month, told each minute.
struct DayBook: Sendable {
    /// Energy of a day's and its month's closed hours. It changes with them only, so it is not summed up each minute.
    private struct Closed: Sendable {
        var day: LocalDay
        /// Of the months' book.
        var revision: Int
        var today = WattHours()
        var month = WattHours()
    }

    private var closed: Closed?
    private var told: (minute: Int64, revision: Int)?

    /// - Parameter revision: of the months' book.
    /// - Returns: true when a day's status is due: a minute has begun, or hours have changed.
    mutating func isDue(at now: Instant, revision: Int) -> Bool {
        let minute = now.unixMilliseconds / 60_000
        if let told, told == (minute, revision) { return false }
        told = (minute, revision)
        return true
    }

    /// - Parameter open: the hours that are not closed, with what is known of them.
    mutating func status(
        at now: Instant,
        months: MonthBook,
        open: [(start: Instant, energy: WattHours)],
        power: PowerOfDay?,
        sendsExport: Bool,
        calendar: LocalCalendar
    ) -> DayStatus {
        let day = calendar.day(of: now)
        if closed?.day != day || closed?.revision != months.revision {
            let sums = months.energy(of: day)
            closed = Closed(day: day, revision: months.revision, today: sums.day, month: sums.month)
        }
        var today = closed?.today ?? WattHours()
        var month = closed?.month ?? WattHours()
        for hour in open where months.hour(startingAt: hour.start) == nil {
            let its = calendar.day(of: hour.start)
            if its == day { today = today + hour.energy }
            if its.localMonth == day.localMonth { month = month + hour.energy }
        }
        // Hours of an earlier meter may have export where the present one sends none.
        let hasExport = sendsExport || month.exportWh > 0
        let isToday = power?.day == day
        return DayStatus(
            time: now,
            day: day,
            importWh: today.importWh,
            exportWh: hasExport ? today.exportWh : nil,
            monthImportWh: month.importWh,
            monthExportWh: hasExport ? month.exportWh : nil,
            power: isToday ? power?.power : nil,
            exportPower: isToday ? power?.exportPower : nil
        )
    }
}
