import Ledger
import Meters

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
    private var month: MonthStatus?

    init(
        _ identity: MeterIdentity,
        at source: MeterSource,
        base: String,
        discovery: Discovery?,
        compatibility: CompatibilityPlan? = nil
    ) {
        topics = Topics(base: base, meterID: identity.id)
        self.compatibility = compatibility.map { [topics] in CompatibilityFeed($0, under: topics) }
        self.identity = identity
        self.source = source
        self.discovery = discovery
    }

    /// Everything that the broker retains of this meter.
    var retained: [Message] {
        [meterMessage] + announcement + (hour.map(hourMessages) ?? [])
            + (month.map { [monthMessage($0)] } ?? []) + (compatibility?.retained ?? [])
    }

    /// What is said of it when we leave.
    var farewell: [Message] { compatibility?.farewell ?? [] }

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
            learn(.seen(in: live)) + [message(.live, PayloadJSON.bytes(LivePayload(live)), .live)]
        case .hour(let hour):
            takeHour(hour)
        case .closed(let hour):
            [message(.closed, PayloadJSON.bytes(ClosedPayload(hour, hasExport: hasExport)), .queued)]
        case .month(let month):
            takeMonth(month)
        // The identity comes with each event; notices and what an hour is made of have no topic.
        case .meter, .notice, .detail, .day:
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
        message(.month, PayloadJSON.bytes(MonthPayload(month, hasExport: hasExport)), .retained)
    }

    private func message(_ name: Topics.Name, _ payload: [UInt8], _ delivery: Message.Delivery) -> Message {
        Message(topic: topics[name], payload: payload, delivery: delivery)
    }
}
