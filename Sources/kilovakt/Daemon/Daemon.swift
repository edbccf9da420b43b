import Alerts
import Ciphering
import Dashboard
import Foundation
import History
import Ledger
import Logging
import Messaging
import Meters
import Ports
import ServiceLifecycle
import Tariffs
import UnixSignals

/// Everything that runs, wired: the one place where the parts meet.
struct Daemon {
    let group: ServiceGroup
    let publisher: MQTTPublisher?

    /// - Parameters:
    ///   - more: outputs beside those that the configuration names, such as a screen.
    ///   - now: names a damaged file that is set aside, and says which months' hours matter.
    init(
        _ configuration: Configuration,
        more: [any LedgerOutput] = [],
        signals: [UnixSignal] = [.sigterm, .sigint],
        now: Instant,
        log: Logger
    ) throws {
        let (store, setAside) = try HistoryStore.open(
            path: configuration.storage.path,
            settingAsideAt: now,
            minutesDays: configuration.storage.minutesDays
        )
        if let setAside {
            log.error("\(store.path): damaged; set aside as \(setAside), history goes on in a new file")
        }
        for section in configuration.withoutEffect {
            log.warning("\(section): read, but without effect in this version")
        }
        Self.report(configuration, at: now, log)
        let writer = HistoryWriter(store: store, log: log)
        let publisher = configuration.mqtt.map {
            MQTTPublisher(settings: $0, softwareVersion: softwareVersion, log: log)
        }
        let sender = WebhookSender(webhooks: configuration.webhooks, version: softwareVersion, logger: log)
        let dashboard = DashboardStore(meters: configuration.meters.count, start: .now)
        let tracks = try configuration.meters.enumerated().map { index, meter in
            let alerts = AlertOutput(
                rules: configuration.alerts,
                calendar: configuration.home.calendar,
                name: configuration.home.name,
                sender: sender,
                publisher: publisher
            )
            let outputs =
                [alerts, DashboardOutput(store: dashboard, meter: index)]
                + (publisher.map { [MQTTOutput(publisher: $0)] } ?? []) + more
            return MeterTrack(
                source: meter.text,
                port: Port(meter.source ?? .serial(.auto, SerialSettings())),
                ledger: try Self.restore(meter.text, store, configuration.ledgerSettings(of: meter), now),
                decipher: meter.keys?.decipher(),
                calendar: configuration.home.calendar,
                hostClock: .system(isTrusted: configuration.home.clock == .host),
                outputs: outputs,
                history: writer,
                log: log
            )
        }
        self.publisher = publisher
        // They stop in reverse: first the meters, then what carries their last word away.
        var outputs: [any Service] = [
            Background { await ProgramText.releaseHourly() }, writer,
            Background { await publisher?.run() }, Background { await sender.run() },
        ]
        if let settings = configuration.dashboard {
            let metrics = DaemonMetrics(tracks: tracks, publisher: publisher, sender: sender)
            let sources = DashboardSources(calendar: configuration.home.calendar, start: now) {
                await metrics.families()
            }
            outputs.append(
                DashboardServer(
                    settings,
                    store: dashboard,
                    sources: sources,
                    version: softwareVersion,
                    log: log
                )
            )
        }
        let services = outputs.map { ServiceGroupConfiguration.ServiceConfiguration(service: $0) }
        let reading = ServiceGroupConfiguration.ServiceConfiguration(
            service: AllMeters(tracks: tracks),
            successTerminationBehavior: .gracefullyShutdownGroup
        )
        var groupConfiguration = ServiceGroupConfiguration(
            services: services + [reading],
            gracefulShutdownSignals: signals,
            logger: Logger(label: "services") { _ in SwiftLogNoOpLogHandler() }
        )
        groupConfiguration.maximumGracefulShutdownDuration = .seconds(3)
        group = ServiceGroup(configuration: groupConfiguration)
    }

    /// The ledger of a source as it was when the daemon stopped, with the hours of this month and the last,
    /// and the daily maxima of the year before them.
    static func restore(
        _ source: String,
        _ store: HistoryStore,
        _ settings: LedgerSettings,
        _ now: Instant
    ) throws -> Ledger {
        let state = try store.state(of: source)
        let model = try store.forecastModel(of: source)
        guard let meter = state?.meter else {
            return Ledger(settings: settings, restoring: state, forecastModel: model)
        }
        let past = try PastHours(store, meter: meter.id, at: state?.time ?? now, in: settings.calendar)
        return Ledger(
            settings: settings,
            restoring: state,
            hours: past.hours,
            earlier: past.earlier,
            forecastModel: model
        )
    }

    /// What a household should know of its tariff file before it relies on it.
    private static func report(_ configuration: Configuration, at now: Instant, _ log: Logger) {
        guard let file = configuration.tariff.file else { return }
        for warning in file.warnings { log.warning("\(warning)") }
        let today = configuration.home.calendar.day(of: now)
        if file.tariff(on: today, customer: configuration.tariff.customer) == nil {
            log.warning(
                "\(file.company): no tariff of the file holds on \(today): steps are those of the one before; get a newer file"
            )
        }
    }
}

/// All meters together: when every source has ended, the daemon is done.
private struct AllMeters: Service {
    let tracks: [MeterTrack]

    func run() async throws {
        try await withThrowingTaskGroup { group in
            for track in tracks { group.addTask { try await track.run() } }
            try await group.waitForAll()
        }
    }
}

/// Something that runs until its task is cancelled.
private struct Background: Service {
    let body: @Sendable () async -> Void

    func run() async throws {
        await cancelWhenGracefulShutdown { await body() }
        // With nothing to do, such as no webhook to serve, it is done at once; a service may not be.
        try? await gracefulShutdown()
    }
}
