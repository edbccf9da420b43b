import ArgumentParser
import Civil
import Daemon
import Foundation
import History
import Ledger
import Logging
import Messaging
import Ports
import ServiceLifecycle
import Settings

struct DemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract: "Run the daemon on a simulated home with a month of history.",
        discussion:
            "Nothing needs configuring. The demo publishes over MQTT if a broker answers on this machine. "
            + "Ctrl-C ends the demo."
    )

    @Option(help: "The broker to publish to.")
    var mqtt = "mqtt://localhost:1883"

    func run() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "kilovakt-demo-\(getpid())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let demo = try await Demo(folder: folder, broker: try MQTTSettings(url: mqtt))
        try await demo.run()
    }
}

/// The parts of the demo.
private struct Demo {
    private let home: DemoHome
    private let screen: DemoScreen
    private let daemon: Daemon
    private let messages = LastMessage()
    private let broker: String
    private let link: String

    init(folder: URL, broker: MQTTSettings) async throws {
        let now = Instant(Date())
        link = folder.appending(path: "meter").path
        var configuration = try ConfigurationFile.read("", file: "")
        configuration.home.mainFuseAmps = 25
        // The simulated meter's clock is the host's.
        configuration.home.clock = .host
        configuration.storage.path = folder.appending(path: "demo.db").path
        configuration.meters = [
            Configuration.MeterSettings(
                text: "serial:\(link)",
                source: try Source("serial:\(link)?parity=even")
            )
        ]
        configuration.mqtt = broker
        configuration.mqtt?.clientID = "kilovakt-demo-\(getpid())"
        self.broker = broker.place
        let calendar = configuration.home.calendar
        home = try DemoHome(calendar: calendar, link: link, now: now)
        screen = DemoScreen(calendar: calendar)
        try await Self.remember(home, configuration, screen, now)
        try await home.plugIn()
        let messages = messages
        daemon = try Daemon(
            configuration,
            more: [screen],
            now: now,
            log: Logger(label: "kilovakt") { _ in DemoLog(messages: messages) }
        )
    }

    /// Writes the home's past where the daemon finds it, as if it had run all along.
    private static func remember(
        _ home: DemoHome,
        _ configuration: Configuration,
        _ screen: DemoScreen,
        _ now: Instant
    ) async throws {
        let hours = await home.history(until: now)
        let ledger = await home.ledger(
            settings: configuration.ledgerSettings(of: configuration.meters[0]),
            hours: hours,
            until: now
        )
        let store = try HistoryStore(path: configuration.storage.path)
        try store.save(
            hours: hours,
            of: ledger.meter,
            state: ledger.state,
            source: configuration.meters[0].text
        )
        screen.show(ledger.month(configuration.home.calendar.month(of: now)))
    }

    func run() async throws {
        let keyboard = Keyboard()
        defer { keyboard.restore() }
        try await withThrowingTaskGroup { group in
            group.addTask { try await home.run() }
            group.addTask { await screen.run(footer: footer) }
            group.addTask { await obey(keyboard) }
            defer { group.cancelAll() }
            try await daemon.group.run()
        }
    }

    private func obey(_ keyboard: Keyboard) async {
        for await key in keyboard.keys {
            switch key {
            case "m": try? await home.togglePlug()
            case "q": await daemon.group.triggerGracefulShutdown()
            default: break
            }
        }
    }

    @Sendable private func footer() async -> [String] {
        let statistics = daemon.publisher?.statistics
        let state =
            statistics?.isConnected == true
            ? "connected, \(statistics?.published ?? 0) messages; try: mosquitto_sub -t 'kilovakt/#' -v"
            : "no broker answers; that is fine"
        let isPluggedIn = await home.isPluggedIn
        return [
            "MQTT   \(broker): \(state)",
            "Meter  \(isPluggedIn ? link : "unplugged: everything waits for it to come back")",
            messages.text.map { "Log    \($0)" } ?? "",
            "",
            "m \(isPluggedIn ? "pulls the meter's plug" : "puts the meter's plug back")   q or Ctrl-C ends the demo",
        ]
    }
}
