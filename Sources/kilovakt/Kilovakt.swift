import ArgumentParser

@main
struct Kilovakt: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "kilovakt",
        abstract: "Reads a smart meter's HAN port and keeps the home under its next capacity step.",
        version: softwareVersion,
        subcommands: [
            RunCommand.self, DemoCommand.self, DecodeCommand.self, ReplayCommand.self, SimulateCommand.self,
            AlertsCommand.self,
        ]
    )
}

/// The version that kilovakt says it is, everywhere.
let softwareVersion = "0.1.0"
