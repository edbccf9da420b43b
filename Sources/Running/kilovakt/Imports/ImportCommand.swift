import ArgumentParser
import Civil
import Elhub
import Foundation
import History
import Settings
import Settlement

struct ImportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Add settled hours to the history.",
        subcommands: [ImportElhubCommand.self, ImportHoursCommand.self]
    )
}

/// What every import can be told.
struct ImportOptions: ParsableArguments {
    @Option(
        help:
            "The meter's number; needed if the history has several meters, or none yet."
    )
    var meter: String?

    @Flag(name: .customLong("dry-run"), help: "Show what would change, and change nothing.")
    var dryRun = false

    @Flag(help: "Print the report as one JSON object.")
    var json = false

    @Option(help: "The configuration file, for the history's file, the zone and the capacity steps.")
    var config: String?

    @Option(help: "The history's file, instead of the configuration's.")
    var database: String?

    /// Does it, and prints the report.
    ///
    /// - Parameter read: reads the files by the home's calendar.
    /// - Throws: `ExitCode.failure` after a report without a single good row.
    func run(_ read: (LocalCalendar) throws -> Incoming) throws {
        let configuration = try ConfigurationFile.load(config)
        let incoming = try read(configuration.home.calendar)
        let path = database ?? configuration.storage.path
        // A path with a mistake in it makes no file.
        if meter == nil, !FileManager.default.fileExists(atPath: path) {
            throw MeterChoiceError(kind: .noneYet, path: path)
        }
        let store =
            dryRun
            ? try HistoryStore.trial(of: path)
            : try HistoryStore(path: path, minutesDays: configuration.storage.minutesDays)
        let settings = configuration.ledgerSettings(of: Configuration.MeterSettings())
        let meter = try MeterChoice(store).meter(meter, makesNew: true)
        var run = SettlementRun(meter: meter, settings: settings)
        if !incoming.hours.isEmpty {
            run = try store.update { session in
                var run = run
                try session.add(meter: meter)
                try run.take(incoming.hours, session)
                return run
            }
        }
        let report = ImportReport(incoming, run, isDryRun: dryRun)
        print(json ? JSONLine.text(report) : report.text)
        if !json {
            incoming.problems.prefix(Self.mostProblemsShown).forEach {
                StandardError.print("kilovakt: \($0)")
            }
        }
        if incoming.hours.isEmpty { throw ExitCode.failure }
    }

    private static let mostProblemsShown = 100
}

struct ImportElhubCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "elhub",
        abstract: "Add the CSV files of minside.elhub.no.",
        discussion: """
            Elhub's value replaces the measured one, which is kept beside it. Importing the same file again \
            changes nothing. A row that cannot be read is reported with its line number, and the other rows \
            are imported.
            """
    )

    @OptionGroup
    var options: ImportOptions

    @Argument(help: "CSV files of consumption and production, for any years, in any order.")
    var files: [String]

    func run() throws {
        try options.run { calendar in try Incoming(elhub: IncomingFile.read(files), calendar: calendar) }
    }
}

struct ImportHoursCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hours",
        abstract: "Add hours from files that `export hours --csv` wrote.",
        discussion: """
            The columns are start,import_wh,export_wh,quality. An hour of quality imported or edited \
            becomes the valid value, and the measured one is kept beside it; an hour of another quality \
            fills a gap, and never changes a known hour.
            """
    )

    @OptionGroup
    var options: ImportOptions

    @Argument(help: "CSV files.")
    var files: [String]

    func run() throws {
        try options.run { _ in try Incoming(hours: IncomingFile.read(files)) }
    }
}

extension IncomingFile {
    fileprivate static func read(_ paths: [String]) throws -> [IncomingFile] {
        try paths.map { IncomingFile(name: $0, bytes: try FileBytes.read($0)) }
    }
}
