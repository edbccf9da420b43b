package import Alerts
package import Broker
package import Ciphering
package import Civil
package import Dashboard
package import Ledger
package import Messaging
package import Ports
package import Tariffs

/// Everything that can be set, checked: what is here can be run with.
package struct Configuration: Sendable {
    package var home = Home()
    /// The meters to read, at least one.
    package var meters: [MeterSettings] = [MeterSettings()]
    package var tariff = TariffSettings()
    /// `nil` when MQTT is turned off.
    package var mqtt: MQTTSettings?
    package var alerts: [AlertRule] = []
    /// The file says nothing of alerts.
    package var hasUsualAlerts = false
    package var webhooks: [Webhook] = []
    /// `nil` when the dashboard is turned off.
    package var dashboard: DashboardSettings?
    package var storage = StorageSettings()
    /// Keys that are understood but have no effect in this version.
    package var withoutEffect: [String] = []

    package struct Home: Sendable {
        package var name = "Hjemme"
        package var calendar = LocalCalendar(fixedOffsetSeconds: 3_600)
        package var mainFuseAmps: Int?
        package var grid = Grid.tn
        /// `nil` when it is not said: prices are without VAT then.
        package var county: County?
        package var clock = ClockTrust.auto
        package var language = Language.nb

        /// `nil` where it is not said how large it is.
        package var mainFuse: MainFuse? { mainFuseAmps.map { MainFuse(amps: $0, isIT: grid == .it) } }

        /// The most that can flow, in W: three phases to neutral (TN, 230 V) or between phases (IT, 230 V).
        package var maximumPowerW: Int {
            guard let mainFuseAmps else { return LedgerSettings.unknownFuseW }
            return grid == .tn ? 3 * 230 * mainFuseAmps : Int(1.732 * 230 * Double(mainFuseAmps))
        }
    }

    /// How the home is connected: with a neutral (TN, 400 V between phases) or without (IT, 230 V between phases).
    package enum Grid: String, Sendable, CaseIterable {
        case tn = "TN"
        case it = "IT"
    }

    /// Whether the host's clock is right.
    package enum ClockTrust: String, Sendable, CaseIterable {
        /// When the kernel says that it is synchronised; until then the meter's clock helps.
        case auto
        /// Always: on a host with a battery clock and nothing that sets it.
        case host
    }

    package struct MeterSettings: Sendable {
        /// As written, which is also the name that the ledger's memory is kept under.
        package var text: String
        package var source: Source?
        /// The number of a meter that sends none.
        package var id: String?
        /// What its energy registers count, where its lists do not say it.
        package var energyScale = EnergyScaleSetting.auto
        /// As whom a topic is read, where the source is one.
        package var login = BrokerLogin()
        /// `nil` for a meter that does not encrypt.
        package var keys: CipherKeys?

        package init(text: String = "serial:auto", source: Source? = nil) {
            self.text = text
            self.source = source
        }

        /// Whether it is read as it happens, and not from a capture.
        package var isLive: Bool { if case .file = source { false } else { true } }
    }

    package struct TariffSettings: Sendable {
        /// Of a home without a tariff file: three daily maxima on this ladder.
        package var steps = CapacitySteps.common
        package var file: TariffFile?
        package var customer = CustomerGroup.household
        /// Days that the grid company bills as low all day, holidays by law or not.
        package var extraLowDays: [MonthDay] = []
        /// Stay below this mean, in W.
        package var targetW: Int?

        package var capacity: CapacitySchedule {
            file.map { CapacitySchedule($0, customer: customer) }
                ?? CapacitySchedule(.meanOfDailyMaxima(steps))
        }
    }

    package struct StorageSettings: Sendable {
        package var path = "/var/lib/kilovakt/kilovakt.db"
        /// How long the power of each minute is kept; hours and quarters are kept for ever.
        package var minutesDays = 400
    }

    /// What the ledger of a meter has to know.
    package func ledgerSettings(of meter: MeterSettings) -> LedgerSettings {
        LedgerSettings(
            calendar: home.calendar,
            capacity: tariff.capacity,
            targetW: tariff.targetW,
            maximumPowerW: home.maximumPowerW,
            energyScale: meter.energyScale
        )
    }

    /// The rules about a meter, or about the home.
    package func alertEngine(_ scope: AlertScope, restoring state: AlertEngine.State? = nil) -> AlertEngine {
        AlertEngine(
            rules: alerts,
            scope: scope,
            calendar: home.calendar,
            language: home.language,
            meterName: home.name,
            restoring: state
        )
    }
}
