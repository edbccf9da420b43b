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
    private var now = MeterNow()
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
        meterMessages + announcement + (now.hour.map(hourMessages) ?? []) + dayMessages + monthMessages
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
        return discovery.announcement(of: identity, sending: sensors, under: topics).map { [$0] } ?? []
    }

    /// The meter says who it is, or is read in another way.
    ///
    /// - Returns: nothing when nothing is new.
    mutating func take(_ identity: MeterIdentity, at source: MeterSource) -> [Message] {
        guard identity != self.identity || source != self.source else { return [] }
        let isOther = identity != self.identity
        self.identity = identity
        self.source = source
        return meterMessages + (isOther ? announcement : [])
    }

    mutating func take(_ event: LedgerEvent) -> [Message] {
        let before = now
        let isNews = now.record(event)
        let own = isNews ? messages(after: event) : []
        return own + (compatibility?.messages(after: event, of: identity, before: before, now: now) ?? [])
    }

    /// Messages under our own topics.
    private mutating func messages(after event: LedgerEvent) -> [Message] {
        switch event {
        case .live(let live):
            learn(.seen(in: live)) + messages(.live, LivePayload(live), .live)
        case .hour(let hour):
            learn(.seen(in: hour)) + (rate.allows(hour) ? hourMessages(hour) : [])
        case .month(let month):
            learn(.seen(in: month)) + monthMessages
        case .day(let day):
            // The month's energy grows with the day's.
            learn(.seen(in: day)) + dayMessages + monthMessages
        // The identity comes with each event. Closed hours come as messages, when the disk has them; notices and what an hour is
        // made of have no topic.
        case .meter, .closed, .notice, .detail:
            []
        }
    }

    // MARK: - By event

    private mutating func learn(_ seen: Set<Sensor>) -> [Message] {
        guard !seen.isSubset(of: sensors) else { return [] }
        sensors.formUnion(seen)
        return announcement
    }

    /// What can be set, where it is not as it was.
    mutating func take(_ settings: MeterSettings) -> [Message] {
        guard settings != self.settings else { return [] }
        self.settings = settings
        return settingsMessages(settings)
    }

    // MARK: - Messages

    private var meterMessages: [Message] { messages(.meter, MeterPayload(identity, source), .retained) }

    private func hourMessages(_ hour: HourStatus) -> [Message] {
        // The budget also as a plain number, for programs that do not read JSON, such as evcc's circuits.
        messages(.hour, HourPayload(hour), .retained)
            + [message(.budgetW, Array(String(hour.budgetW).utf8), .retained)]
    }

    private var monthMessages: [Message] {
        guard let month = now.month else { return [] }
        let payload = MonthPayload(month, now.day, sendsExport: now.sendsExport, in: calendar)
        return messages(.month, payload, .retained)
    }

    private var dayMessages: [Message] {
        guard let day = now.day else { return [] }
        return messages(.day, DayPayload(day, in: calendar), .retained)
    }

    private func settingsMessages(_ settings: MeterSettings) -> [Message] {
        [message(.targetKW, Array(settings.targetText.utf8), .retained)]
            + (settings.pausePayload.map { [message(.alertPause, $0, .retained)] } ?? [])
    }

    /// One message, or nothing for a payload that JSON cannot hold.
    private func messages(_ name: Topics.Name, _ payload: some Encodable, _ delivery: Message.Delivery)
        -> [Message]
    {
        Message(topic: topics[name], json: payload, delivery: delivery).map { [$0] } ?? []
    }

    private func message(_ name: Topics.Name, _ payload: [UInt8], _ delivery: Message.Delivery) -> Message {
        Message(topic: topics[name], payload: payload, delivery: delivery)
    }
}
