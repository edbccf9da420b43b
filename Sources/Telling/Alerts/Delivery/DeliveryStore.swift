public import Civil
import Synchronization

/// A store that keeps alerts until their webhooks have them, over restarts and power cuts. The daemon's is on disk.
///
/// An alert is stored before the sender hears of it. A read or write that fails is tried again later.
public protocol DeliveryStore: Sendable {
    /// The alerts that wait for a webhook, oldest first.
    ///
    /// - Parameter id: of the last alert that is known already.
    func waiting(for webhook: String, after id: Int64, limit: Int) async throws -> [KeptAlert]

    /// Records the end of an alert's delivery.
    func finish(_ id: Int64, as outcome: DeliveryOutcome, note: String?, at time: Instant) async throws

    /// Records a failed try, and the time of the next one.
    func postpone(_ id: Int64, tries: Int, until time: Instant, note: String) async throws
}

/// An alert that waits on disk.
public struct KeptAlert: Sendable, Hashable {
    /// Rises with each alert.
    public var id: Int64
    /// The time at which the alert was found.
    public var time: Instant
    /// The JSON of `Alert.json()`, which may be damaged.
    public var body: [UInt8]
    /// The time from which the alert is too old; `nil` leaves it to the webhook.
    public var expires: Instant?
    /// The number of failed tries.
    public var tries: Int
    /// The time of the next try; `nil` for at once.
    public var nextTry: Instant?

    public init(
        id: Int64,
        time: Instant,
        body: [UInt8],
        expires: Instant? = nil,
        tries: Int = 0,
        nextTry: Instant? = nil
    ) {
        self.id = id
        self.time = time
        self.body = body
        self.expires = expires
        self.tries = tries
        self.nextTry = nextTry
    }
}

/// The end of an alert's delivery.
public enum DeliveryOutcome: Sendable, Hashable {
    case delivered
    /// The receiver refused it for good.
    case refused
    /// Too old.
    case expired
}

/// Records the deliveries of a webhook's alerts, later where the disk cannot be written now.
final class DeliveryJournal: Sendable {
    private struct Ending {
        var id: Int64
        var outcome: DeliveryOutcome
        var note: String?
        var time: Instant
    }

    private let store: any DeliveryStore
    private let timing: DeliveryTiming
    /// Ends that are not on disk yet, oldest first.
    private let unwritten = Mutex<[Ending]>([])

    /// The most ends that wait. One more drops the oldest, whose alert is told again after a restart, by the same key.
    private static let mostUnwritten = 1_000

    init(store: any DeliveryStore, timing: DeliveryTiming) {
        self.store = store
        self.timing = timing
    }

    func waiting(for webhook: String, after id: Int64, limit: Int) async throws -> [KeptAlert] {
        try await store.waiting(for: webhook, after: id, limit: limit)
    }

    func finish(_ id: Int64, as outcome: DeliveryOutcome, note: String?) async {
        let ending = Ending(id: id, outcome: outcome, note: note, time: timing.now())
        unwritten.withLock { endings in
            endings.append(ending)
            endings.removeFirst(max(0, endings.count - Self.mostUnwritten))
        }
        await write()
    }

    /// Records a failed try where the disk can be written; otherwise the alert is tried sooner after a restart.
    func postpone(_ id: Int64, tries: Int, until time: Instant, note: String) async {
        await write()
        try? await store.postpone(id, tries: tries, until: time, note: note)
    }

    private func write() async {
        while let ending = unwritten.withLock({ $0.first }) {
            do {
                try await store.finish(ending.id, as: ending.outcome, note: ending.note, at: ending.time)
            } catch {
                return
            }
            unwritten.withLock { $0.removeAll { $0.id == ending.id } }
        }
    }
}
