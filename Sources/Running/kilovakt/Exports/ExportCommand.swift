import ArgumentParser
import Civil
import Foundation
import History
import Settings
import Settlement

struct ExportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Print the history: hours, days or months.",
        discussion: """
            Prints CSV, or with --json one object per line. Hours have the columns \
            start,import_wh,export_wh,quality; the values are the settled ones where they exist, otherwise \
            the measured ones. Days and months follow the home's calendar. Each has the number of hours it \
            contains, of hours missing between the first and the last of the history, and of uncertain \
            hours.
            """
    )

    enum Kind: String, ExpressibleByArgument, CaseIterable {
        case hours, days, months
    }

    /// Which values CSV shows of each hour.
    enum Series: String, ExpressibleByArgument, CaseIterable {
        case effective, both
    }

    @Argument(help: "hours, days or months.")
    var kind: Kind

    @Flag(help: "Print CSV, which is the default.")
    var csv = false

    @Flag(help: "Print one JSON object per line, with both the measured and the settled values.")
    var json = false

    @Option(help: "both adds columns to the CSV: the measured and the settled values.")
    var series = Series.effective

    @Option(help: "The first local day, month or moment: 2026-01-15, 2026-01, 2026-01-15T07:00:00Z.")
    var from: PeriodBound?

    @Option(help: "The day, month or moment to stop before; it is not included.")
    var to: PeriodBound?

    @Option(help: "The meter's number; needed if the history has several.")
    var meter: String?

    @Option(help: "The configuration file, for the history's file and the zone.")
    var config: String?

    @Option(help: "The history's file, instead of the configuration's.")
    var database: String?

    func validate() throws {
        if csv, json { throw ValidationError("--csv and --json: one of them") }
    }

    func run() throws {
        let configuration = try ConfigurationFile.load(config)
        let calendar = configuration.home.calendar
        let path = database ?? configuration.storage.path
        let store = try HistoryStore(reading: path)
        let meter = try MeterChoice(store).meter(meter, makesNew: false)
        let start = from?.start(in: calendar) ?? Instant(unixSeconds: 0)
        let end = to?.start(in: calendar) ?? .distantFuture
        try store.view { session in
            guard let span = try session.span(of: meter) else { return }
            let range =
                max(start, span.lowerBound)..<max(start, min(end, span.upperBound.adding(seconds: 3_600)))
            var printer = printer(calendar, range)
            printer.begin()
            try session.forEachRecord(of: meter, from: start, to: end) { printer.take($0) }
            printer.end()
        }
    }

    private func printer(_ calendar: LocalCalendar, _ range: Range<Instant>) -> any RecordPrinter {
        switch kind {
        case .hours: HourPrinter(isJSON: json, series: series)
        case .days: PeriodPrinter(.day, isJSON: json, series: series, calendar: calendar, range: range)
        case .months: PeriodPrinter(.month, isJSON: json, series: series, calendar: calendar, range: range)
        }
    }
}

/// Prints hours as they come, so that ten years take no more memory than one.
protocol RecordPrinter {
    func begin()
    mutating func take(_ record: HourRecord)
    mutating func end()
}

/// A local day or month, or a moment.
enum PeriodBound: ExpressibleByArgument {
    case day(LocalDay)
    case month(LocalMonth)
    case moment(Instant)

    init?(argument: String) {
        if let day = LocalDay(parsing: argument) {
            self = .day(day)
        } else if let month = LocalMonth(parsing: argument) {
            self = .month(month)
        } else if let moment = Instant(parsing: argument), moment < .distantFuture {
            self = .moment(moment)
        } else {
            return nil
        }
    }

    func start(in calendar: LocalCalendar) -> Instant {
        switch self {
        case .day(let day): calendar.start(of: day)
        case .month(let month): calendar.start(of: month)
        case .moment(let moment): moment
        }
    }
}
