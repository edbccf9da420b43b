import ArgumentParser
import Civil
import Daemon
import Foundation
import History
import Settings

struct PeaksCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "peaks",
        abstract: "A month's highest hours, the capacity step they make, and twelve months of it.",
        discussion: """
            Reads the history that the daemon keeps, while it runs too. Hours are named by their local start, as on invoices. \
            Kroner come from the tariff file that the configuration names.
            """
    )

    @Flag(help: "One JSON object a meter.")
    var json = false

    @Option(
        help:
            "The configuration file; by default \(ConfigurationFile.defaultPath) if it exists, else all defaults."
    )
    var config: String?

    @Argument(help: "The month, 2026-01; without it this one.")
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
