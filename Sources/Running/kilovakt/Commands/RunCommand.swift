import ArgumentParser
import Civil
import Daemon
import Foundation
import Logging
import ServiceLifecycle
import Settings

struct RunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "run", abstract: "Run the daemon.")

    @Option(
        help:
            """
            The configuration file; without it, \(ConfigurationFile.defaultPath) if that exists, \
            else the defaults.
            """
    )
    var config: String?

    func run() async throws {
        let configuration = try ConfigurationFile.load(config)
        let log = Logger(label: "kilovakt") { _ in LogLine() }
        let daemon = try Daemon(configuration, now: Instant(Date()), log: log)
        try await daemon.group.run()
    }
}

/// Writes a line of the log to standard error. No time: journald has its own.
struct LogLine: LogHandler {
    var logLevel = Logger.Level.info
    var metadata = Logger.Metadata()

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        StandardError.print(event.level >= .warning ? "\(event.level): \(event.message)" : "\(event.message)")
    }
}
