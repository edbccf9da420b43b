import Alerts
import Civil
import Dashboard
import History
import Logging
import ServiceLifecycle
import Settings

/// The places that everything goes to: broker, webhooks, dashboard; and each meter's outputs to them.
struct Outlets {
    /// `nil` when MQTT is turned off.
    let mqtt: MQTTWiring?
    private let sender: WebhookSender
    private let dashboard: DashboardStore
    private let way: AlertWay
    private let home: HomeAlerts
    private let configuration: Configuration
    private let stores: Stores

    init(_ configuration: Configuration, _ stores: Stores, at now: Instant, log: Logger) {
        self.configuration = configuration
        self.stores = stores
        mqtt = configuration.mqtt.map { MQTTWiring($0, stores, at: now, log: log) }
        sender = WebhookWiring.sender(configuration, stores.store, stores.writer, at: now, log)
        way = AlertWay(
            writer: stores.writer,
            webhooks: configuration.webhooks,
            mqtt: configuration.mqtt,
            log: log
        )
        home = HomeAlerts(
            configuration.alertEngine(.home, restoring: stores.past.alertState(of: HomeAlerts.source)),
            host: HostFacts(publisher: mqtt?.publisher, writer: stores.writer, path: stores.store.path),
            way: way
        )
        dashboard = DashboardStore(meters: configuration.meters.count, start: .now)
    }

    /// All that hears of one of the configured meters.
    ///
    /// - Parameters:
    ///   - index: of the meter, from 0.
    ///   - more: outputs besides.
    func outputs(ofMeter index: Int, more: [any LedgerOutput]) -> MeterOutputs {
        let meter = configuration.meters[index]
        let isFirstLive = index == configuration.meters.firstIndex { $0.isLive }
        let alerts = AlertOutput(
            configuration.alertEngine(.meter, restoring: stores.past.alertState(of: meter.text)),
            source: meter.text,
            way: way,
            home: isFirstLive ? home : nil
        )
        return MeterOutputs(
            alerts: alerts,
            dashboard: DashboardOutput(store: dashboard, meter: index),
            mqtt: mqtt?.output(),
            more: more
        )
    }

    /// The services of the outlets. They stop in reverse, behind the meters, whose last word they carry away.
    func services(reading meters: [any MeterService], at now: Instant, log: Logger) -> [any Service] {
        let (sender, writer) = (sender, stores.writer)
        var services: [any Service] = [Background({ await ProgramText.releaseHourly() }), writer]
        if let mqtt {
            services += [
                mqtt.confirming(), mqtt.publishing(), mqtt.commanding(meters),
            ]
        }
        services.append(Background({ await sender.run() }, first: { await writer.drain() }))
        guard let settings = configuration.dashboard else { return services }
        let metrics = DaemonMetrics(meters: meters, publisher: mqtt?.publisher, sender: sender)
        let sources = DashboardSources(calendar: configuration.home.calendar, start: now) {
            await metrics.families()
        }
        let server = DashboardServer(
            settings,
            store: dashboard,
            sources: sources,
            version: softwareVersion,
            log: log
        )
        return services + [server]
    }
}
