import Civil
import Ledger
import Meters

/// Puts a meter's events together to pictures, one for each message.
struct PictureBook: Sendable {
    private let calendar: LocalCalendar
    /// A message whose hour is not told yet: that follows at once.
    private var waiting: LiveValues?
    private var hour: HourStatus?
    private var day: DayStatus?
    private var month: MonthStatus?
    /// What the day had used before the running hour.
    private var before: (hour: Instant, importWh: Int)?
    private var toldToday: (day: LocalDay, importWh: Int)?
    private var lastImportWh: Int?
    private var lastExportWh: Int?
    private var hasExport = false

    init(calendar: LocalCalendar) {
        self.calendar = calendar
    }

    /// - Returns: the picture that this event completes.
    mutating func take(_ event: LedgerEvent, of identity: MeterIdentity) -> MeterPicture? {
        switch event {
        case .live(let live):
            let unfinished = picture(of: identity)
            take(live)
            return unfinished
        case .hour(let hour):
            self.hour = hour
            reckonDay()
            return picture(of: identity)
        case .day(let day):
            self.day = day
            reckonDay()
        case .month(let month):
            // A late list may mend an hour of last month.
            if let current = self.month, month.month < current.month { break }
            self.month = month
        case .meter, .closed, .detail, .notice:
            break
        }
        return nil
    }

    private mutating func take(_ live: LiveValues) {
        waiting = live
        let reading = live.reading
        lastImportWh = reading.energyImportWh ?? lastImportWh
        lastExportWh = reading.energyExportWh ?? lastExportWh
        hasExport = hasExport || reading.powerExportW != nil || reading.energyExportWh != nil
    }

    /// The day is told each minute, and the hour with each message: between them, the day goes on with the hour.
    private mutating func reckonDay() {
        guard let hour, let day, hour.time == day.time, day.importWh >= hour.usedWh else { return }
        before = (hour.start, day.importWh - hour.usedWh)
    }

    private func importWh(of day: DayStatus, _ hour: HourStatus?) -> Int {
        if let hour, let before, before.hour == hour.start { return before.importWh + hour.usedWh }
        // An hour has just begun: the day is up to a minute old, and is not to fall for that.
        guard let toldToday, toldToday.day == day.day else { return day.importWh }
        return max(day.importWh, toldToday.importWh)
    }

    private mutating func picture(of identity: MeterIdentity) -> MeterPicture? {
        guard let live = waiting else { return nil }
        waiting = nil
        let today = calendar.day(of: live.time)
        let hour = hour.flatMap { $0.start == live.time.hourStart ? $0 : nil }
        let day = day.flatMap { $0.day == today ? $0 : nil }
        let todayWh = day.map { importWh(of: $0, hour) }
        toldToday = todayWh.map { (today, $0) }
        return MeterPicture(
            identity: identity,
            live: live,
            hour: hour,
            day: day,
            month: month.flatMap { $0.month == today.localMonth ? $0 : nil },
            importTodayWh: todayWh,
            lastImportWh: lastImportWh,
            lastExportWh: lastExportWh,
            hasExport: hasExport
        )
    }
}
