import ArgumentParser
import Ciphering
import Civil
import Foundation
import History
import Ledger
import Meters
import Ports
import Settings
import Tariffs

struct ReplayCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay",
        abstract: "Run a capture through the whole pipeline as fast as possible.",
        discussion: """
            A timed capture has the times at which its bytes arrived. For other captures the meter's clock \
            is used instead: it is read as local time for Kaifa and as CET for other makes, unless --clock \
            gives another convention.
            """
    )

    @Flag(help: "Print one JSON object with every hour.")
    var json = false

    @Option(help: "Keep the hours in this SQLite file.")
    var database: String?

    @Option(
        help: "The time that the meter's clock keeps, for captures without times: local, cet or utc.",
        transform: ClockConvention.init(argument:)
    )
    var clock: ClockConvention?

    @Option(
        name: .customLong("energy-scale"),
        help: """
            The unit of a Kamstrup's energy registers: wh, 10wh, or auto to detect it from the power; \
            without it, the setting of the meter in the configuration.
            """
    )
    var energyScale: EnergyScaleSetting?

    @Option(help: "A tariff file from fri-nettleie, instead of the one in the configuration.")
    var tariff: String?

    @OptionGroup
    var keys: KeyOptions

    @Option(
        help:
            "The configuration file, for the zone, the capacity steps, and the meter's energy scale and keys."
    )
    var config: String?

    @Argument(help: "The captures, in order; `-` reads standard input.")
    var files: [String]

    func run() throws {
        var configuration = try ConfigurationFile.load(config)
        if let tariff {
            configuration.tariff.file = try Self.file(tariff, for: configuration.tariff.customer)
        }
        let history = try database.map { path throws(HistoryError) in try HistoryStore(path: path) }
        let meter = meter(configuration)
        let keys = try keys.keys() ?? meter.keys
        var replay = Replay(
            settings: configuration.ledgerSettings(of: meter),
            decipher: keys?.decipher(),
            clock: clock,
            history: history
        )
        for file in files {
            try replay.run(file) { StandardError.print("kilovakt: \($0)") }
        }
        let report = replay.report
        print(json ? JSONLine.text(report) : Self.text(report))
        if report.frames == 0 { throw ExitCode.failure }
    }

    private static func file(_ path: String, for customer: CustomerGroup) throws -> TariffFile {
        let file = try TariffFile.load(path)
        for warning in file.warnings { StandardError.print("kilovakt: \(warning)") }
        guard !file.tariffs(of: customer).isEmpty else {
            throw FileError(
                path: path,
                reason:
                    "has no tariff for \(customer.rawValue); customer in the configuration's tariff names whose it is"
            )
        }
        return file
    }

    /// Several meters may have several scales and keys; a capture is of one, and nothing says which.
    private func meter(_ configuration: Configuration) -> Configuration.MeterSettings {
        var meter = Configuration.MeterSettings()
        if configuration.meters.count == 1 { meter = configuration.meters[0] }
        meter.energyScale = energyScale ?? meter.energyScale
        return meter
    }

    /// The report for a person.
    private static func text(_ report: ReplayReport) -> String {
        var lines = ["\(report.frames) frames, \(report.errors) errors"]
        if let meter = report.meter {
            lines[0] +=
                ", " + [meter.make, meter.model, meter.id].filter { !$0.isEmpty }.joined(separator: " ")
        }
        lines += report.hours.map { hour in
            let kilowattHours = String(format: "%7.3f", Double(hour.import_wh) / 1_000)
            return "\(hour.start) \(kilowattHours) kWh  \(hour.quality)"
        }
        for month in report.months {
            let peaks = month.peaks.map { "\($0.day) \(Double($0.import_wh) / 1_000)" }.joined(
                separator: ", "
            )
            let provisional = month.provisional ? " (provisional)" : ""
            let step = month.step.map { step in
                "step \(step.from_kw)\(step.to_kw.map { "–\($0)" } ?? " and above") kW\(provisional)"
            }
            lines.append("\(month.month): \(step ?? "no step that hours decide"), peaks \(peaks)")
        }
        return (lines + report.notices).joined(separator: "\n")
    }
}
