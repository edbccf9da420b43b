import Alerts
import ArgumentParser
import Foundation
import Ledger
import Logging

struct AlertsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "alerts",
        abstract: "Alerts and their webhooks.",
        subcommands: [AlertsTestCommand.self]
    )
}

struct AlertsTestCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "test",
        abstract: "Send a test alert to a webhook and say exactly what happened."
    )

    @Option(help: "The configuration; without it \(ConfigurationFile.defaultPath).")
    var config: String?

    @Argument(help: "The webhook's name in the configuration.")
    var name: String

    func run() async throws {
        let configuration = try ConfigurationFile.load(config)
        let webhooks = configuration.webhooks
        guard let webhook = webhooks.first(where: { $0.name == name }) else {
            let known = webhooks.isEmpty ? "there are none" : webhooks.map(\.name).joined(separator: ", ")
            throw ValidationError("No webhook \(name) in the configuration; known: \(known).")
        }
        let sender = WebhookSender(
            webhooks: webhooks,
            version: softwareVersion,
            logger: Logger(label: "kilovakt") { _ in LogLine() }
        )
        let report = await sender.test(
            webhook,
            alert: Alert.test(
                at: Instant(Date()),
                meterName: configuration.home.name,
                language: configuration.home.language
            )
        )
        print(report)
        if !report.isDelivered { throw ExitCode.failure }
    }
}
