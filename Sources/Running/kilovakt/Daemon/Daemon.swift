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
        let reserve = Reserve(besides: store.path)
        let past = KeptPast(store, reserve, log)
        let writer = try HistoryWriter(store: store, reserve: reserve, unwritten: past.unwritten, log: log)
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
            configuration.alertEngine(.home, restoring: past.alertState(of: HomeAlerts.source)),
            host: host,
            way: way
        )
        let firstLive = configuration.meters.firstIndex { $0.isLive }
        let dashboard = DashboardStore(meters: configuration.meters.count, start: .now)
        let names = MeterNames()
        let tracks = try configuration.meters.enumerated().map { index, meter in
            let alerts = AlertOutput(
                configuration.alertEngine(.meter, restoring: past.alertState(of: meter.text)),
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
                ledger: try past.ledger(of: meter.text, configuration.ledgerSettings(of: meter), at: now),
                id: meter.id,
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
                names: names,
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
