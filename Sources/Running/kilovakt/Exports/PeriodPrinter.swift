import Civil
import History

/// Days or months of the home's calendar, one a line.
struct PeriodPrinter: RecordPrinter {
    enum Length {
        case day, month
    }

    private let length: Length
    private let isJSON: Bool
    private let series: ExportCommand.Series
    private let calendar: LocalCalendar
    /// Of the history, as far as it was asked for.
    private let range: Range<Instant>
    private var period: Period?

    /// A day or a month, and what its hours come to.
    private struct Period {
        var name: String
        var bounds: Range<Instant>
        var totals = PeriodTotals()
    }

    init(
        _ length: Length,
        isJSON: Bool,
        series: ExportCommand.Series,
        calendar: LocalCalendar,
        range: Range<Instant>
    ) {
        self.length = length
        self.isJSON = isJSON
        self.series = series
        self.calendar = calendar
        self.range = range
    }

    func begin() {
        guard !isJSON else { return }
        let name = length == .day ? "day" : "month"
        let more =
            series == .both
            ? ",measured_import_wh,measured_export_wh,settled_import_wh,settled_export_wh" : ""
        print("\(name),import_wh,export_wh,hours,missing,uncertain\(more)")
    }

    mutating func take(_ record: HourRecord) {
        var period = period ?? self.period(holding: record.start)
        // Those without an hour are printed too: what they are is missing.
        while period.bounds.upperBound <= record.start {
            finish(period)
            period = self.period(holding: period.bounds.upperBound)
        }
        period.totals.add(record)
        self.period = period
    }

    mutating func end() {
        if let period { finish(period) }
        period = nil
    }

    private func period(holding instant: Instant) -> Period {
        let day = calendar.day(of: instant)
        switch length {
        case .day:
            let next = civilDate(ofDayNumber: dayNumber(of: day) + 1)
            return Period(name: day.description, bounds: calendar.start(of: day)..<calendar.start(of: next))
        case .month:
            let month = day.localMonth
            return Period(
                name: month.description,
                bounds: calendar.start(of: month)..<calendar.start(of: month.next)
            )
        }
    }

    private func finish(_ period: Period) {
        let bounds = period.bounds.clamped(to: range)
        let whole = Int(bounds.upperBound.milliseconds(since: bounds.lowerBound) / Instant.hourMilliseconds)
        let totals = period.totals
        let missing = max(0, whole - totals.hours)
        if isJSON {
            let name = period.name
            let line = PeriodLine(
                day: length == .day ? name : nil,
                month: length == .month ? name : nil,
                missing: missing,
                totals
            )
            print(JSONLine.text(line))
            return
        }
        var numbers = [
            totals.effective.importWh, totals.effective.exportWh, totals.hours, missing, totals.uncertain,
        ]
        if series == .both {
            numbers += [
                totals.measured.importWh, totals.measured.exportWh, totals.settled.importWh,
                totals.settled.exportWh,
            ]
        }
        print(([period.name] + numbers.map(String.init)).joined(separator: ","))
    }
}
