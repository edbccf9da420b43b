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
            CSV, or with --json one object a line. Hours have the columns start,import_wh,export_wh,quality: the settled value \
            where there is one, else the measured. Days and months are those of the home's calendar, with the hours they have, those \
            that are missing between the first and the last of the history, and those that are uncertain.
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

    @Flag(help: "CSV, which it is without a word too.")
    var csv = false

    @Flag(help: "One JSON object a line; with what was measured and what was settled.")
    var json = false

    @Option(help: "both adds columns to CSV: what was measured and what was settled.")
    var series = Series.effective

    @Option(help: "From this local day, month or moment on: 2026-01-15, 2026-01, 2026-01-15T07:00:00Z.")
    var from: PeriodBound?

    @Option(help: "Up to this one, and not with it.")
    var to: PeriodBound?

    @Option(help: "The meter's number; needed where the history has several.")
    var meter: String?

    @Option(help: "Configuration, for the history's file and the zone.")
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
