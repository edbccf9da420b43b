import Alerts
import Ciphering
import Civil
import Dashboard
import Foundation
import History
import Ledger
import Logging
import Messaging
import Meters
import Ports
import ServiceLifecycle
import Settings
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
        let mqtt = configuration.mqtt.map { MQTTWiring($0, store, writer, at: now, log) }
        let sender = WebhookWiring.sender(configuration, store, writer, at: now, log)
        let way = AlertWay(
            writer: writer,
            webhooks: configuration.webhooks,
            mqtt: configuration.mqtt,
            log: log
        )
        let host = HostFacts(publisher: mqtt?.publisher, writer: writer, path: store.path)
        let home = HomeAlerts(
            configuration.alertEngine(.home, restoring: Self.alertState(HomeAlerts.source, store, log)),
            host: host,
            way: way
        )
        let firstLive = configuration.meters.firstIndex { $0.isLive }
        let dashboard = DashboardStore(meters: configuration.meters.count, start: .now)
        let tracks = try configuration.meters.enumerated().map { index, meter in
            let alerts = AlertOutput(
                configuration.alertEngine(.meter, restoring: Self.alertState(meter.text, store, log)),
                source: meter.text,
                way: way,
                home: index == firstLive ? home : nil
            )
            let published = mqtt?.output()
            let shown = DashboardOutput(store: dashboard, meter: index)
            let outputs: [any LedgerOutput] = [alerts, shown] + (published.map { [$0] } ?? []) + more
            return MeterTrack(
                source: meter.text,
                port: Port(meter.source ?? .serial(.auto, SerialSettings()), login: meter.login),
                ledger: try Self.restore(meter.text, store, configuration.ledgerSettings(of: meter), now),
                decipher: meter.keys?.decipher(),
                calendar: configuration.home.calendar,
                hostClock: .system(isTrusted: configuration.home.clock == .host),
                outputs: outputs,
                tellers: published.map { [$0] } ?? [],
                commands: mqtt?.commands(
                    pause: { alerts.pause(until: $0) },
                    pausedUntil: { alerts.pausedUntil }
                ),
                history: writer,
                log: log
            )
        }
        publisher = mqtt?.publisher
        mqtt?.connect(to: tracks)
        // They stop in reverse: first the meters, then what carries their last word away.
        var outputs: [any Service] = [
            Background({ await ProgramText.releaseHourly() }), writer,
            Background({ await mqtt?.publisher.run() }, first: { await writer.drain() }),
            Background({ await sender.run() }, first: { await writer.drain() }),
        ]
        if let settings = configuration.dashboard {
            let metrics = DaemonMetrics(tracks: tracks, publisher: mqtt?.publisher, sender: sender)
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

    /// What the alert rules of a source remember; without it they begin anew, and may raise what is raised already.
    private static func alertState(_ source: String, _ store: HistoryStore, _ log: Logger)
        -> AlertEngine.State?
    {
        do {
            return try store.alertState(of: source).map { try AlertEngine.State(json: $0) }
        } catch {
            log.error("what the alerts of \(source) remember cannot be read, they begin anew: \(error)")
            return nil
        }
    }

    /// What a household should know of its tariff file before it relies on it.
    private static func report(_ configuration: Configuration, at now: Instant, _ log: Logger) {
        if configuration.hasUsualAlerts, configuration.home.mainFuseAmps == nil {
            log.notice("the main fuse is not watched: home.main_fuse_amps says how large it is")
        }
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
    private let body: @Sendable () async -> Void
    private let first: @Sendable () async -> Void

    /// - Parameter first: what is done at the end before the body is cancelled.
    init(_ body: @escaping @Sendable () async -> Void, first: @escaping @Sendable () async -> Void = {}) {
        self.body = body
        self.first = first
    }

    func run() async throws {
        let first = first
        await withTaskGroup { group in
            group.addTask { await body() }
            group.addTask {
                try? await gracefulShutdown()
                await first()
            }
            await group.next()
            group.cancelAll()
        }
        // With nothing to do, such as no webhook to serve, it is done at once; a service may not be.
        try? await gracefulShutdown()
    }
}
