import Alerts
import ArgumentParser
import Civil
import Daemon
import Foundation
import History
import Logging
import Settings

struct AlertsCommand: ParsableCommand {
    // The list is a command of its own: options of this command would be read before those of `test`.
    static let configuration = CommandConfiguration(
        commandName: "alerts",
        abstract: "List the last alerts and their deliveries, or send a test alert.",
        subcommands: [AlertsListCommand.self, AlertsTestCommand.self],
        defaultSubcommand: AlertsListCommand.self
    )
}

struct AlertsListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract:
            "List the alerts of the last days, and how each was delivered to webhooks and to the broker.",
        discussion: """
            Reads the daemon's history, also while the daemon runs. Times are local. Exits with 0, or with 1 when the history \
            cannot be read.
            """
    )

    @Flag(help: "Print one JSON object for each alert.")
    var json = false

    @Option(help: "How far back to look, in days.")
    var days = 7

    @Option(
        help:
            "The configuration file; by default \(ConfigurationFile.defaultPath) if it exists, else all defaults."
    )
    var config: String?

    func validate() throws {
        guard (1...36_500).contains(days) else {
            throw ValidationError("--days: \(days) is not allowed; allowed: a whole number from 1 to 36500.")
        }
    }

    func run() throws {
        let configuration = try ConfigurationFile.load(config)
        let store = try HistoryStore(reading: configuration.storage.path)
        let since = Instant(Date()).adding(seconds: -Int64(days) * 86_400)
        let list = AlertList(try store.outbox(since: since, limit: AlertList.mostEntries))
        if json {
            for alert in list.alerts { print(JSONLine.text(alert)) }
        } else {
            print(list.text(in: configuration.home.calendar, days: days))
        }
    }
}

struct AlertsTestCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "test",
        abstract: "Send a test alert to a webhook, and show exactly what happened.",
        discussion:
            "Exits with 0 when the webhook accepted it, with 1 when not, with 2 when no webhook has this name."
    )

    @Flag(help: "Send the end of an alert instead of an alert.")
    var cleared = false

    @Option(help: "The configuration file. Default: \(ConfigurationFile.defaultPath).")
    var config: String?

    @Argument(help: "The webhook's name in the configuration.")
    var name: String

    func run() async throws {
        let configuration = try ConfigurationFile.load(config)
        let webhooks = configuration.webhooks
        guard let webhook = webhooks.first(where: { $0.name == name }) else {
            let known = webhooks.isEmpty ? "there are none" : webhooks.map(\.name).joined(separator: ", ")
            throw ValidationError("No webhook has the name \(name); known: \(known).")
        }
        let sender = WebhookSender(
            webhooks: webhooks,
            locale: configuration.webhookLocale,
            version: softwareVersion,
            logger: Logger(label: "kilovakt") { _ in LogLine() }
        )
        var alert = Alert.test(
            at: Instant(Date()),
            meterName: configuration.home.name,
            language: configuration.home.language
        )
        if cleared { alert.state = .cleared }
        let report = try await sender.test(webhook, alert: alert)
        print(report)
        print(report.details)
        if !report.isDelivered { throw ExitCode.failure }
    }
}
