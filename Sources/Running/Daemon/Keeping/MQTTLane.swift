import Civil
import History
import Ledger
import Logging
import Messaging
import Synchronization

/// What waits on the disk for the broker: hands the publisher a bounded number of it, in order, and more as that is delivered.
///
/// Everything but `init` and `start` is called by the history's writer, one at a time, so what is read and what is kept come in order.
final class MQTTLane: Sendable {
    static let name = "mqtt"
    /// The publisher has so many of them at the most.
    private static let most = 500
    /// A home's closed hours of a year and alerts beside them: beyond that nobody wants to hear of them one by one.
    private static let longestDays: Int64 = 366

    private struct State {
        /// The last entry that the publisher was given.
        var last: Int64 = 0
        /// How many the publisher has.
        var given = 0
        /// Whether the disk has more behind `last`.
        var isBehind = false
    }

    private let store: HistoryStore
    private let publisher: MQTTPublisher
    private let log: Logger
    private let state = Mutex(State())

    init(store: HistoryStore, publisher: MQTTPublisher, log: Logger) {
        self.store = store
        self.publisher = publisher
        self.log = log
    }

    /// Begins with what an earlier run left.
    func start(at now: Instant) {
        do throws(HistoryError) {
            try store.expire(lane: Self.name, at: now)
        } catch {
            log.error("old messages to the broker are kept: \(error)")
        }
        refill()
    }

    /// Takes what the disk has kept, or could not.
    func take(_ handovers: [HistoryWriter.Handover]) {
        for handover in handovers {
            if let id = handover.id, !hasRoom(for: id) { continue }
            publisher.deliver([QueuedMessage(handover)])
        }
    }

    /// So many of those that had an id are delivered.
    func wasDelivered(_ count: Int) {
        let isLow = state.withLock { state in
            state.given = max(0, state.given - count)
            return state.isBehind && state.given <= Self.most / 2
        }
        if isLow { refill() }
    }

    private func hasRoom(for id: Int64) -> Bool {
        state.withLock { state in
            guard !state.isBehind, state.given < Self.most else {
                // It stays on the disk until the ones before it are delivered.
                state.isBehind = true
                return false
            }
            state.last = id
            state.given += 1
            return true
        }
    }

    private func refill() {
        let (last, room) = state.withLock { ($0.last, Self.most - $0.given) }
        do throws(HistoryError) {
            let kept = try store.waiting(lane: Self.name, after: last, limit: room)
            state.withLock { state in
                state.last = kept.last?.id ?? last
                state.given += kept.count
                state.isBehind = kept.count == room
            }
            publisher.deliver(kept.map { QueuedMessage(HistoryWriter.Handover(id: $0.id, entry: $0.entry)) })
        } catch {
            log.error("what waits for the broker cannot be read: \(error)")
        }
    }
}

extension MQTTLane {
    /// An hour that is over, as the outbox keeps it.
    ///
    /// - Returns: with a key for each value that was told of an hour, so that a better one goes out too, and one that closes again
    ///   after a crash does not.
    static func entry(of hour: Hour, meter: String, _ message: QueuedMessage) -> OutboxEntry {
        let value =
            "\(hour.importWh)/\(hour.exportWh)/\(hour.quality.rawValue)\(hour.isSuspect ? "/suspect" : "")"
        return OutboxEntry(
            lane: name,
            key: "closed/\(meter)/\(hour.start)/\(value)",
            time: hour.end,
            address: message.topic,
            body: message.payload,
            expires: hour.end.adding(seconds: longestDays * 86_400)
        )
    }
}

extension QueuedMessage {
    fileprivate init(_ handover: HistoryWriter.Handover) {
        self.init(id: handover.id, topic: handover.entry.address, payload: handover.entry.body)
    }
}
