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
        let webhooks = try ConfigurationFile.load(config).webhooks
        guard let webhook = webhooks.first(where: { $0.name == name }) else {
            let known = webhooks.isEmpty ? "there are none" : webhooks.map(\.name).joined(separator: ", ")
            throw ValidationError("No webhook \(name) in the configuration; known: \(known).")
        }
        let sender = WebhookSender(
            webhooks: webhooks,
            softwareVersion: softwareVersion,
            log: Logger(label: "kilovakt") { _ in LogLine() }
        )
        let began = ContinuousClock.now
        let outcome = await sender.attempt(Self.alert(at: Instant(Date())), to: webhook)
        let took = (ContinuousClock.now - began) / Duration.milliseconds(1)
        switch outcome {
        case .delivered(let status):
            print("delivered to \(webhook.name) at \(webhook.host): answered \(status) in \(Int(took)) ms")
        case .later(let reason, _), .refused(let reason):
            print("not delivered to \(webhook.name) at \(webhook.host): \(reason) (\(Int(took)) ms)")
            throw ExitCode.failure
        }
    }

    private static func alert(at time: Instant) -> Alert {
        Alert(
            rule: "test",
            state: .raised,
            severity: .warning,
            time: time,
            meter: "test",
            key: "test/\(time)",
            title: "Test of kilovakt",
            text: "If you read this, alerts arrive.",
            advice: nil,
            numbers: Alert.Numbers()
        )
    }
}
