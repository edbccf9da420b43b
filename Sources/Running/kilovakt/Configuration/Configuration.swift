import Alerts
import Ciphering
import Civil
import Dashboard
import Ledger
import Messaging
import Ports
import Tariffs

/// Everything that can be set, checked: what is here can be run with.
struct Configuration: Sendable {
    var home = Home()
    /// The meters to read, at least one.
    var meters: [MeterSettings] = [MeterSettings()]
    var tariff = TariffSettings()
    /// `nil` when MQTT is turned off.
    var mqtt: MQTTSettings?
    var alerts: [AlertRule] = []
    /// The file says nothing of alerts.
    var hasUsualAlerts = false
    var webhooks: [Webhook] = []
    /// `nil` when the dashboard is turned off.
    var dashboard: DashboardSettings?
    var storage = StorageSettings()
    /// Keys that are understood but have no effect in this version.
    var withoutEffect: [String] = []

    struct Home: Sendable {
        var name = "Hjemme"
        var calendar = LocalCalendar(fixedOffsetSeconds: 3_600)
        var mainFuseAmps: Int?
        var grid = Grid.tn
        /// `nil` when it is not said: prices are without VAT then.
        var county: County?
        var clock = ClockTrust.auto
        var language = Language.nb

        /// `nil` where it is not said how large it is.
        var mainFuse: MainFuse? { mainFuseAmps.map { MainFuse(amps: $0, isIT: grid == .it) } }

        /// The most that can flow, in W: three phases to neutral (TN, 230 V) or between phases (IT, 230 V).
        var maximumPowerW: Int {
            guard let mainFuseAmps else { return LedgerSettings.unknownFuseW }
            return grid == .tn ? 3 * 230 * mainFuseAmps : Int(1.732 * 230 * Double(mainFuseAmps))
        }
    }

    /// How the home is connected: with a neutral (TN, 400 V between phases) or without (IT, 230 V between phases).
    enum Grid: String, Sendable, CaseIterable {
        case tn = "TN"
        case it = "IT"
    }

    /// Whether the host's clock is right.
    enum ClockTrust: String, Sendable, CaseIterable {
        /// When the kernel says that it is synchronised; until then the meter's clock helps.
        case auto
        /// Always: on a host with a battery clock and nothing that sets it.
        case host
    }

    struct MeterSettings: Sendable {
        /// As written, which is also the name that the ledger's memory is kept under.
        var text = "serial:auto"
        var source: Source?
        /// What its energy registers count, where its lists do not say it.
        var energyScale = EnergyScaleSetting.auto
        /// As whom a topic is read, where the source is one.
        var login = BrokerLogin()
        /// `nil` for a meter that does not encrypt.
        var keys: CipherKeys?

        /// Whether it is read as it happens, and not from a capture.
        var isLive: Bool { if case .file = source { false } else { true } }
    }

    struct TariffSettings: Sendable {
        /// Of a home without a tariff file: three daily maxima on this ladder.
        var steps = CapacitySteps.common
        var file: TariffFile?
        var customer = CustomerGroup.household
        /// Days that the grid company bills as low all day, holidays by law or not.
        var extraLowDays: [MonthDay] = []
        /// Stay below this mean, in W.
        var targetW: Int?

        var capacity: CapacitySchedule {
            file.map { CapacitySchedule($0, customer: customer) }
                ?? CapacitySchedule(.meanOfDailyMaxima(steps))
        }
    }

    struct StorageSettings: Sendable {
        var path = "/var/lib/kilovakt/kilovakt.db"
        /// How long the power of each minute is kept; hours and quarters are kept for ever.
        var minutesDays = 400
    }

    /// What the ledger of a meter has to know.
    func ledgerSettings(of meter: MeterSettings) -> LedgerSettings {
        LedgerSettings(
            calendar: home.calendar,
            capacity: tariff.capacity,
            targetW: tariff.targetW,
            maximumPowerW: home.maximumPowerW,
            energyScale: meter.energyScale
        )
    }

    /// The rules about a meter, or about the home.
    func alertEngine(_ scope: AlertScope, restoring state: AlertEngine.State? = nil) -> AlertEngine {
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
