import Civil
import Ledger
import Meters
import Telling

/// What is published of one meter: events in, messages out. Keeps the last of everything that a broker retains, because a
/// broker that was started anew retains nothing.
struct MeterFeed: Sendable {
    let topics: Topics
    private(set) var identity: MeterIdentity
    private var source: MeterSource
    private let discovery: Discovery?
    private var compatibility: CompatibilityFeed?
    /// What this meter has been seen to send. Only grows: a value missing in one message is not a sensor gone.
    private(set) var sensors: Set<Sensor> = []
    private var rate = HourRate()
    private var hour: HourStatus?
    private var day: DayStatus?
    private var month: MonthStatus?
    private var settings: MeterSettings?
    private let calendar: LocalCalendar

    init(
        _ identity: MeterIdentity,
        at source: MeterSource,
        base: String,
        calendar: LocalCalendar,
        discovery: Discovery?,
        compatibility: CompatibilityPlan? = nil
    ) {
        self.calendar = calendar
        topics = Topics(base: base, meterID: identity.id)
        self.compatibility = compatibility.map { [topics] in CompatibilityFeed($0, under: topics) }
        self.identity = identity
        self.source = source
        self.discovery = discovery
    }

    /// Everything that the broker retains of this meter.
    var retained: [Message] {
        [meterMessage] + announcement + (hour.map(hourMessages) ?? [])
            + (day.map { [dayMessage($0)] } ?? []) + (month.map { [monthMessage($0)] } ?? [])
            + (settings.map(settingsMessages) ?? []) + (compatibility?.retained ?? [])
    }

    /// Takes back everything that the broker retains of this meter: another answers in its place.
    var farewell: [Message] {
        let names: [Topics.Name] = [.meter, .hour, .budgetW, .day, .month, .targetKW, .alertPause]
        let config = discovery.map { [$0.topic(of: topics)] } ?? []
        return (config + names.map { topics[$0] }).map { topic in
            Message(topic: topic, payload: [], delivery: .retained)
        }
    }

    /// What is said of it when we leave.
    var lastWords: [Message] { compatibility?.farewell ?? [] }

    /// What Home Assistant has to know; none before the meter has sent a value.
    private var announcement: [Message] {
        guard let discovery, !sensors.isEmpty else { return [] }
        return [discovery.announcement(of: identity, sending: sensors, under: topics)]
    }

    /// The meter says who it is, or is read in another way.
    ///
    /// - Returns: nothing when nothing is new.
    mutating func take(_ identity: MeterIdentity, at source: MeterSource) -> [Message] {
        guard identity != self.identity || source != self.source else { return [] }
        let isOther = identity != self.identity
        self.identity = identity
        self.source = source
        return [meterMessage] + (isOther ? announcement : [])
    }

    mutating func take(_ event: LedgerEvent) -> [Message] {
        takeOurs(event) + (compatibility?.take(event, of: identity) ?? [])
    }

    private mutating func takeOurs(_ event: LedgerEvent) -> [Message] {
        switch event {
        case .live(let live):
            takeLive(live)
        case .hour(let hour):
            takeHour(hour)
        case .month(let month):
            takeMonth(month)
        case .day(let day):
            takeDay(day)
        // The identity comes with each event. Closed hours come as messages, when the disk has them; notices and what an hour is
        // made of have no topic.
        case .meter, .closed, .notice, .detail:
            []
        }
    }

    // MARK: - By event

    private var hasExport: Bool { sensors.contains(.exportEnergy) || sensors.contains(.exportPower) }

    private mutating func learn(_ seen: Set<Sensor>) -> [Message] {
        guard !seen.isSubset(of: sensors) else { return [] }
        sensors.formUnion(seen)
        return announcement
    }

    private mutating func takeLive(_ live: LiveValues) -> [Message] {
        let news = learn(.seen(in: live))
        return news + [message(.live, PayloadJSON.bytes(LivePayload(live, hasExport: hasExport)), .live)]
    }

    /// The month's energy grows with the day's.
    private mutating func takeDay(_ day: DayStatus) -> [Message] {
        self.day = day
        let news = learn(.seen(in: day, hasExport: hasExport))
        return news + [dayMessage(day)] + (month.map { [monthMessage($0)] } ?? [])
    }

    /// What can be set, where it is not as it was.
    mutating func take(_ settings: MeterSettings) -> [Message] {
        guard settings != self.settings else { return [] }
        self.settings = settings
        return settingsMessages(settings)
    }

    private mutating func takeHour(_ hour: HourStatus) -> [Message] {
        self.hour = hour
        let news = learn(.seen(in: hour))
        return news + (rate.allows(hour) ? hourMessages(hour) : [])
    }

    /// A late list may mend an hour of last month; the retained topic stays with the running month.
    private mutating func takeMonth(_ month: MonthStatus) -> [Message] {
        if let current = self.month, month.month < current.month { return [] }
        self.month = month
        return learn(.seen(in: month)) + [monthMessage(month)]
    }

    // MARK: - Messages

    private var meterMessage: Message {
        message(.meter, PayloadJSON.bytes(MeterPayload(identity, source)), .retained)
    }

    private func hourMessages(_ hour: HourStatus) -> [Message] {
        [
            message(.hour, PayloadJSON.bytes(HourPayload(hour)), .retained),
            // A number by itself, for those who cannot take JSON apart, such as evcc's circuits.
            message(.budgetW, Array(String(hour.budgetW).utf8), .retained),
        ]
    }

    private func monthMessage(_ month: MonthStatus) -> Message {
        message(
            .month,
            PayloadJSON.bytes(MonthPayload(month, day, hasExport: hasExport, in: calendar)),
            .retained
        )
    }

    private func dayMessage(_ day: DayStatus) -> Message {
        message(.day, PayloadJSON.bytes(DayPayload(day, hasExport: hasExport, in: calendar)), .retained)
    }

    private func settingsMessages(_ settings: MeterSettings) -> [Message] {
        [
            message(.targetKW, Array(settings.targetText.utf8), .retained),
            message(.alertPause, settings.pausePayload, .retained),
        ]
    }

    private func message(_ name: Topics.Name, _ payload: [UInt8], _ delivery: Message.Delivery) -> Message {
        Message(topic: topics[name], payload: payload, delivery: delivery)
    }
}
