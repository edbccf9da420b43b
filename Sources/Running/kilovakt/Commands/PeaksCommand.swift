import ArgumentParser
import Civil
import Daemon
import Foundation
import History
import Settings

struct PeaksCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "peaks",
        abstract: "Show a month's highest hours, the capacity step they lead to, and twelve months of both.",
        discussion: """
            Reads the history that the daemon keeps; the daemon may be running. Hours are named by their \
            local start, as on invoices. Amounts in kroner come from the tariff file that the configuration \
            names.
            """
    )

    @Flag(help: "Print one JSON object per meter.")
    var json = false

    @Option(
        help:
            """
            The configuration file; without it, \(ConfigurationFile.defaultPath) if that exists, \
            else the defaults.
            """
    )
    var config: String?

    @Argument(help: "The month, such as 2026-01; without it, the current month.")
    var month: LocalMonth?

    func run() throws {
        let configuration = try ConfigurationFile.load(config)
        let store = try HistoryStore(reading: configuration.storage.path)
        let now = Instant(Date())
        let month = month ?? configuration.home.calendar.month(of: now)
        let settings = configuration.ledgerSettings(of: Configuration.MeterSettings())
        let meters = try store.metersWithHours()
        guard !meters.isEmpty else {
            throw HistoryError(
                .other("no hour has closed yet; the first does after an hour of messages"),
                path: store.path
            )
        }
        let reports = try meters.map { meter in
            let year = try PeakYear(store, meter: meter, until: month, now: now, settings)
            return PeaksReport(meter: meter, year, configuration)
        }
        print(reports.map { json ? JSONLine.text($0) : $0.text }.joined(separator: json ? "\n" : "\n\n"))
    }
}
