import ArgumentParser
import Daemon
import Foundation

/// The program: its commands, and how it says what went wrong.
struct Kilovakt: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "kilovakt",
        abstract: "Reads a smart meter's HAN port and keeps the home under its next capacity step.",
        version: softwareVersion,
        subcommands: [
            RunCommand.self, DemoCommand.self, DecodeCommand.self, ReplayCommand.self, SimulateCommand.self,
            BacktestCommand.self, PeaksCommand.self, ImportCommand.self, ExportCommand.self,
            AlertsCommand.self, PasswordCommand.self,
        ]
    )
}

@main
enum Program {
    /// Runs the command. Exits with 0, with 1 when it failed, with 2 when it was called wrongly.
    static func main() async {
        do {
            var command = try Kilovakt.parseAsRoot()
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
        } catch {
            fail(error)
        }
    }

    private static func fail(_ error: any Error) -> Never {
        let code = Kilovakt.exitCode(for: error)
        let isHelp = code == .success
        if isHelp || code == .validationFailure {
            let text = Kilovakt.fullMessage(for: error)
            if isHelp { print(text) } else { StandardError.print(text) }
            exit(isHelp ? 0 : 2)
        }
        if !(error is ExitCode) {
            for line in String(describing: error).split(separator: "\n") {
                StandardError.print("kilovakt: \(line)")
            }
        }
        exit(code.rawValue)
    }
}
