import Civil
import Ledger
import Meters

/// Everything there is to say to a broker, whether it is there or not. Knows no broker: events go in, and messages for the
/// open connection come out.
struct Session: Sendable {
    /// A message on its way out, with a receipt where the broker's confirmation is waited for.
    typealias Outgoing = (receipt: Outbox.Receipt?, message: Message)

    /// More meters than any home has: an id comes from outside, and must not fill the memory.
    static let mostMeters = 32
    /// Those of some eight meters.
    private static let mostFarewells = 64

    private let base: String
    private let calendar: LocalCalendar
    private let discovery: Discovery?
    private let takesCommands: Bool
    private let compatibility: CompatibilityPlan?
    private var feeds: [MeterFeed] = []
    private var outbox: Outbox
    private(set) var isOpen = false
    /// Messages given up: live ones without a broker, and what a full queue pushed out.
    private(set) var dropped = 0

    /// What takes back what the broker retains of meters that others have taken the place of.
    private var farewells: [Message] = []

    /// - Parameter takesCommands: whether `<id>/set/…` is followed.
    init(
        base: String,
        calendar: LocalCalendar,
        discovery: Discovery?,
        takesCommands: Bool = false,
        compatibility: CompatibilityPlan? = nil,
        outbox: Outbox = Outbox()
    ) {
        self.base = base
        self.calendar = calendar
        self.takesCommands = takesCommands
        self.discovery = discovery
        self.compatibility = compatibility
        self.outbox = outbox
    }

    /// Messages that wait for the broker's confirmation or for the broker.
    var waiting: Int { outbox.count }

    /// Where Home Assistant says that it has started; `nil` without discovery.
    var homeAssistantTopic: String? { discovery?.birthTopic }

    /// What is followed beside it: commands to meters.
    var commandTopics: String? { takesCommands ? "\(base)/+/set/+" : nil }

    /// Reads a message as a command.
    ///
    /// - Returns: which meter it is for; `nil` when it is none of a meter that is known.
    func command(topic: String, _ payload: [UInt8], isRetained: Bool) throws(CommandError)
        -> (meterID: String, command: Command)?
    {
        guard takesCommands, topic.hasPrefix("\(base)/") else { return nil }
        let parts = topic.dropFirst(base.count + 1).split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[1] == "set",
            let feed = feeds.first(where: { $0.topics.meter == parts[0] })
        else { return nil }
        guard !isRetained else { throw .retained(name: CommandError.shown(parts[2].utf8)) }
        return (feed.identity.id, try Command(String(parts[2]), payload))
    }

    // MARK: - What comes in

    mutating func take(
        _ event: LedgerEvent,
        from meter: MeterIdentity,
        at source: MeterSource
    ) -> [Outgoing] {
        // Without its id there is no topic to say anything under.
        guard !meter.id.isEmpty else { return [] }
        var messages: [Message] = []
        if let index = feeds.firstIndex(where: { $0.identity.id == meter.id }) {
            messages = feeds[index].take(meter, at: source) + feeds[index].take(event)
        } else if feeds.count < Self.mostMeters {
            var feed = MeterFeed(
                meter,
                at: source,
                base: base,
                calendar: calendar,
                discovery: discovery,
                compatibility: compatibility
            )
            messages = feed.retained + feed.take(event)
            feeds.append(feed)
        } else {
            dropped += 1
        }
        // The notice still comes in the old one's name: what that says is taken back too.
        return route(messages + forget(event))
    }

    /// Another meter answers in the place of one: the broker is to forget that one.
    private mutating func forget(_ event: LedgerEvent) -> [Message] {
        guard case .notice(.otherMeter(let old, to: _)) = event,
            let index = feeds.firstIndex(where: { $0.identity.id == old })
        else { return [] }
        let farewell = feeds.remove(at: index).farewell
        farewells = (farewells + farewell).suffix(Self.mostFarewells)
        return farewell
    }

    mutating func take(_ settings: MeterSettings, of meterID: String) -> [Outgoing] {
        guard let index = feeds.firstIndex(where: { $0.identity.id == meterID }) else { return [] }
        return route(feeds[index].take(settings))
    }

    mutating func take(_ queued: QueuedMessage) -> [Outgoing] { route([Message(queued)]) }

    /// A frame that came from a topic of the same name would come again, and again: it stays there.
    mutating func takeFrame(
        _ frame: [UInt8],
        from meter: MeterIdentity,
        at source: MeterSource
    ) -> [Outgoing] {
        guard !meter.id.isEmpty else { return [] }
        let topic = Topics(base: base, meterID: meter.id)[.raw]
        guard !source.source.hasSuffix("/\(topic)") else { return [] }
        return route([Message(topic: topic, payload: frame, delivery: .live)])
    }

    // MARK: - The connection

    /// The broker took us in: says that we are here, and everything that it retains, then what waited.
    mutating func open() -> [Outgoing] {
        isOpen = true
        return outgoing([status("online")] + goodbyes + feeds.flatMap(\.retained)) + drain()
    }

    /// Of meters that have not come back since.
    private var goodbyes: [Message] {
        let present = Set(feeds.flatMap { $0.farewell.map(\.topic) })
        return farewells.filter { !present.contains($0.topic) }
    }

    mutating func close() {
        isOpen = false
        outbox.returnAll()
    }

    /// The broker has a message.
    ///
    /// - Returns: what the disk knows it by, and what may go out in its place.
    mutating func confirm(_ receipt: Outbox.Receipt) -> (id: Int64?, next: [Outgoing]) {
        (outbox.confirm(receipt), drain())
    }

    /// Home Assistant has started, and may have missed all of it.
    func announceAgain() -> [Outgoing] {
        isOpen ? outgoing([status("online")] + feeds.flatMap(\.retained)) : []
    }

    /// The last words.
    var farewell: [Outgoing] { outgoing(feeds.flatMap(\.lastWords) + [status("offline")]) }

    /// What we are: the same as the broker would say in our place, when that is `offline`.
    func status(_ text: String) -> Message {
        Message(topic: Topics.status(base: base), text: text, delivery: .retained)
    }

    // MARK: - What goes out

    private mutating func route(_ messages: [Message]) -> [Outgoing] {
        var now: [Message] = []
        for message in messages {
            switch message.delivery {
            case .queued:
                if !outbox.append(message) { dropped += 1 }
            case .live where !isOpen:
                dropped += 1
            // Said again in whole when the broker is back.
            case .retained where !isOpen:
                break
            case .live, .retained:
                now.append(message)
            }
        }
        return outgoing(now) + drain()
    }

    private mutating func drain() -> [Outgoing] {
        isOpen ? outbox.next().map { ($0.receipt, $0.message) } : []
    }

    private func outgoing(_ messages: [Message]) -> [Outgoing] { messages.map { (nil, $0) } }
}
