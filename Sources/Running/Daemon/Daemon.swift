import Ciphering
package import Civil
import History
import Ledger
package import Logging
package import Messaging
import Ports
package import ServiceLifecycle
package import Settings
import Tariffs
package import UnixSignals

/// Everything that runs, wired: the one place where the parts meet.
package struct Daemon {
    package let group: ServiceGroup
    package let publisher: MQTTPublisher?

    /// - Parameters:
    ///   - more: outputs beside those that the configuration names, such as a screen.
    ///   - now: names a damaged file that is set aside, and says which months' hours matter.
    package init(
        _ configuration: Configuration,
        more: [any LedgerOutput] = [],
        signals: [UnixSignal] = [.sigterm, .sigint],
        now: Instant,
        log: Logger
    ) throws {
        let stores = try Stores(configuration.storage, at: now, log: log)
        Self.report(configuration, at: now, log)
        let outlets = Outlets(configuration, stores, at: now, log: log)
        let names = MeterNames()
        let meters = try configuration.meters.enumerated().map { index, meter in
            let outputs = outlets.outputs(ofMeter: index, more: more)
            let ledger = try stores.past.ledger(
                of: meter.text,
                configuration.ledgerSettings(of: meter),
                at: now
            )
            let calendar = configuration.home.calendar
            let parts = MeterParts(
                port: Port(meter.source ?? .serial(.auto, SerialSettings()), login: meter.login),
                ledger: ledger,
                calendar: calendar,
                router: EventRouter(source: meter.text, ledger: ledger, outputs: outputs, log: log),
                keeping: Keeping(history: stores.writer, names: names, calendar: calendar),
                desk: outlets.mqtt?.commands(to: outputs.alerts).map {
                    CommandDesk($0, calendar: calendar, log: log)
                }
            )
            let clock = HostClock.system(isTrusted: configuration.home.clock == .host)
            return Self.service(parts, of: meter, clock: clock)
        }
        publisher = outlets.mqtt?.publisher
        group = Self.group(outlets.services(reading: meters, at: now, log: log), meters, signals)
    }

    private static func service(
        _ parts: MeterParts,
        of meter: Configuration.MeterSettings,
        clock: HostClock
    ) -> any MeterService {
        let isCapture = if case .file = parts.port.source { true } else { false }
        let decoder = MeterDecoder(
            decipher: meter.keys?.decipher(),
            id: meter.id,
            acceptsBareAPDUs: isCapture,
            keepsFrames: parts.router.outputs.wantsFrames
        )
        guard !isCapture else { return CaptureMeter(parts, decoder: decoder) }
        return LiveMeter(parts, decoder: decoder, clock: clock)
    }

    /// The services, of which the meters stop first; when they have ended, the daemon has.
    private static func group(
        _ services: [any Service],
        _ meters: [any MeterService],
        _ signals: [UnixSignal]
    ) -> ServiceGroup {
        let reading = ServiceGroupConfiguration.ServiceConfiguration(
            service: AllMeters(meters: meters),
            successTerminationBehavior: .gracefullyShutdownGroup
        )
        var configuration = ServiceGroupConfiguration(
            services: services.map { ServiceGroupConfiguration.ServiceConfiguration(service: $0) } + [
                reading
            ],
            gracefulShutdownSignals: signals,
            logger: Logger(label: "services") { _ in SwiftLogNoOpLogHandler() }
        )
        configuration.maximumGracefulShutdownDuration = .seconds(3)
        return ServiceGroup(configuration: configuration)
    }

    /// What a household should know of its configuration and its tariff file before it relies on them.
    private static func report(_ configuration: Configuration, at now: Instant, _ log: Logger) {
        for section in configuration.withoutEffect {
            log.warning("\(section): read, but without effect in this version")
        }
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
