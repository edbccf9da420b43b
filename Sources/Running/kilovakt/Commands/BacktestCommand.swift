import ArgumentParser
import Civil
import Settings
import Simulator

struct BacktestCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backtest",
        abstract: "Measure the forecast on a load file, and compare it with simple methods.",
        discussion: """
            The forecast starts without any knowledge of the home and learns as it goes; it never sees data \
            from the future. Every hour for which the file has all minutes counts, from the first hour on. \
            The file has `unix_time,watts` lines, one per minute:

                zcat minutes.csv.gz | kilovakt backtest --load -
            """
    )

    @Option(help: "A load file, unix_time,watts; `-` reads standard input.")
    var load: String

    @Flag(help: "Print one JSON object with every figure.")
    var json = false

    @Option(
        help: "The home's time zone; load files are in CET all year, which is Etc/GMT-1."
    )
    var timezone = "Etc/GMT-1"

    func validate() throws {
        guard LocalCalendar(identifier: timezone) != nil else {
            throw ValidationError("No such zone: \(timezone); expected one such as Europe/Oslo.")
        }
    }

    func run() throws {
        guard let calendar = LocalCalendar(identifier: timezone) else { throw ExitCode.failure }
        let load: MinuteLoad
        do {
            load = try MinuteLoad(csv: try FileBytes.read(self.load))
        } catch let error as LoadError {
            throw FileError(path: self.load, reason: error.description)
        }
        var backtest = Backtest(calendar: calendar)
        backtest.live(through: load)
        guard let report = backtest.report else {
            throw FileError(
                path: self.load,
                reason:
                    "no hour with all of its minutes; a backtest needs at least one, and learns from weeks"
            )
        }
        print(json ? JSONLine.text(report) : BacktestTable(report).text)
    }
}
