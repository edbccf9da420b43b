import Ledger
import Meters

/// How a meter is read, for its `meter` topic.
public struct MeterSource: Sendable, Hashable {
    /// The device, `host:port`, or the file.
    public var source: String
    /// `2400 8E1`; `nil` where there is no such thing.
    public var speed: String?

    public init(source: String, speed: String? = nil) {
        self.source = source
        self.speed = speed
    }
}

/// What is published of one meter: events in, messages out. Knows no broker.
struct MeterPublications: Sendable {
    private let meter: MeterIdentity
    private let root: String
    private let discovery: Discovery?
    private var source: MeterSource?
    private var traits = Discovery.Traits()
    private var lastHour: (start: Instant, time: Instant)?
    private var lastMonth: LocalMonth?

    /// The running hour goes out at most so often.
    static let hourMilliseconds: Int64 = 5_000

    init(_ meter: MeterIdentity, settings: MQTTSettings, softwareVersion: String) {
        self.meter = meter
        let root = "\(settings.baseTopic)/\(topicName(meter.id))"
        self.root = root
        discovery = settings.discoveryPrefix.map { prefix in
            Discovery(
                meter: meter,
                prefix: prefix,
                root: root,
                statusTopic: "\(settings.baseTopic)/status",
                softwareVersion: softwareVersion
            )
        }
    }

    mutating func messages(for event: LedgerEvent, at source: MeterSource) -> [Publication] {
        var messages: [Publication] = []
        if source != self.source {
            messages = [retained("meter", json(MeterPayload(meter, source)))]
            if self.source == nil { messages += announcement }
            self.source = source
        }
        switch event {
        case .live(let live):
            if traits.learn(from: live) { messages += announcement }
            messages.append(Publication(topic: "\(root)/live", payload: json(LivePayload(live))))
        case .hour(let hour): messages += hourMessages(hour)
        case .closed(let hour):
            messages.append(
                Publication(topic: "\(root)/closed", payload: json(ClosedPayload(hour)), quality: 1)
            )
        case .month(let month): messages += monthMessages(month)
        case .meter, .notice: break
        }
        return messages
    }

    func alert(_ payload: [UInt8]) -> Publication {
        Publication(topic: "\(root)/alert", payload: payload, quality: 1)
    }

    private var announcement: [Publication] { discovery.map { [$0.announcement(of: traits)] } ?? [] }

    private mutating func hourMessages(_ hour: HourStatus) -> [Publication] {
        if let lastHour, lastHour.start == hour.start {
            let passed = hour.time.milliseconds(since: lastHour.time)
            guard passed >= Self.hourMilliseconds || passed < 0 else { return [] }
        }
        lastHour = (hour.start, hour.time)
        return [
            retained("hour", json(HourPayload(hour))),
            retained("budget_w", Array(String(hour.budgetW).utf8)),
        ]
    }

    /// A late list may mend last month's hour; the retained topic stays with the running month.
    private mutating func monthMessages(_ month: MonthStatus) -> [Publication] {
        if let lastMonth, month.month < lastMonth { return [] }
        lastMonth = month.month
        return [retained("month", json(MonthPayload(month)))]
    }

    private func retained(_ name: String, _ payload: [UInt8]) -> Publication {
        Publication(topic: "\(root)/\(name)", payload: payload, isRetained: true)
    }
}

/// A meter's number as a part of a topic: what means something there (`/`, `+`, `#`) or is no letter or digit becomes `_`.
func topicName(_ id: String) -> String {
    String(id.prefix(64).map { $0.isASCII && ($0.isLetter || $0.isNumber || "-_.".contains($0)) ? $0 : "_" })
}
