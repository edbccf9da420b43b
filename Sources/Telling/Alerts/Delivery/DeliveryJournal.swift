import Civil
import Synchronization

/// Writes down what became of a webhook's alerts, and does so later where the disk does not take it now.
final class DeliveryJournal: Sendable {
    private struct Ending {
        var id: Int64
        var outcome: DeliveryOutcome
        var note: String?
        var time: Instant
    }

    private let store: any DeliveryStore
    private let timing: DeliveryTiming
    /// Endings that no disk has seen, oldest first.
    private let unwritten = Mutex<[Ending]>([])

    /// With more of them the oldest is forgotten: its alert is told once more after a restart, by the same key.
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

    /// How often an alert was tried may be forgotten: then it is tried sooner after a restart.
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
