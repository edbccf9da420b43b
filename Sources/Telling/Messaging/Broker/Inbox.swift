import Broker
import Civil
import Ledger
import Meters
import Synchronization

/// Everything that the rest of the daemon hands over, until the broker's thread fetches it.
final class Inbox: Sendable {
    enum Item: Sendable {
        case event(LedgerEvent, MeterIdentity, MeterSource)
        case settings(MeterSettings, meterID: String)
        case message(QueuedMessage)
        case frame([UInt8], MeterIdentity, MeterSource)
    }

    /// An hour of messages. The thread empties the inbox each time it wakes, so this is only reached when nobody runs
    /// it, a name server keeps it, or a capture comes faster than a broker reads.
    static let capacity = 4_096

    let wake = WakePipe()
    private let state = Mutex(State())

    fileprivate struct State {
        var items: [Item] = []
        /// How many of them may be given up.
        var events = 0
        var dropped = 0
    }

    /// The number of items that did not fit.
    var dropped: Int { state.withLock { $0.dropped } }

    func put(_ event: LedgerEvent, _ meter: MeterIdentity, _ source: MeterSource) {
        put { state in
            state.items.append(.event(event, meter, source))
            state.events += 1
            if state.events > Self.capacity { state.makeRoom() }
        }
    }

    /// Frames are for those who listen now: old ones are worth nothing.
    func put(frame: [UInt8], _ meter: MeterIdentity, _ source: MeterSource) {
        put { state in
            state.items.append(.frame(frame, meter, source))
            state.events += 1
            if state.events > Self.capacity { state.makeRoom() }
        }
    }

    /// Said once a minute at the most, by a few meters.
    func put(_ settings: MeterSettings, of meterID: String) {
        put { $0.items.append(.settings(settings, meterID: meterID)) }
    }

    /// Messages to be delivered are bounded by whoever keeps them, and never given up here.
    func put(_ messages: [QueuedMessage]) {
        put { $0.items += messages.map(Item.message) }
    }

    private func put(_ change: (inout State) -> Void) {
        let isFirst = state.withLock { state in
            let wasEmpty = state.items.isEmpty
            change(&state)
            return wasEmpty && !state.items.isEmpty
        }
        // The others find the thread awake already.
        if isFirst { wake.wake() }
    }

    func takeAll() -> [Item] {
        state.withLock { state in
            defer {
                state.items.removeAll(keepingCapacity: true)
                state.events = 0
            }
            return state.items
        }
    }
}

extension Inbox.State {
    /// Leaves the last event of each kind and meter: whatever was missed, the values that a broker retains are then
    /// right.
    fileprivate mutating func makeRoom() {
        struct Name: Hashable {
            var meter: String
            var kind: Int
        }
        var seen: Set<Name> = []
        var kept: [Inbox.Item] = []
        for item in items.reversed() {
            if case .frame = item { continue }
            if case .event(let event, let meter, _) = item {
                guard seen.count < Inbox.capacity / 2,
                    seen.insert(Name(meter: meter.id, kind: event.kind)).inserted
                else { continue }
            }
            kept.append(item)
        }
        dropped += items.count - kept.count
        items = kept.reversed()
        events = seen.count
    }
}

extension LedgerEvent {
    /// A number for each kind of event.
    fileprivate var kind: Int {
        switch self {
        case .meter: 0
        case .live: 1
        case .hour: 2
        case .closed: 3
        case .detail: 4
        case .month: 5
        case .day: 6
        case .notice: 7
        }
    }
}
