import History
import Synchronization

/// Who carries what away, by the beginning of the lane's name.
final class Lanes: Sendable {
    typealias Handler = @Sendable ([HistoryWriter.Handover]) -> Void

    private let handlers = Mutex<[(prefix: String, handler: Handler)]>([])

    func register(_ prefix: String, _ handler: @escaping Handler) {
        handlers.withLock { $0.append((prefix, handler)) }
    }

    /// Entries that the disk has.
    func hand(over kept: [KeptEntry]) {
        hand(over: kept.map { HistoryWriter.Handover(id: $0.id, entry: $0.entry) })
    }

    /// Entries that no disk has.
    func hand(over entries: [OutboxEntry]) {
        hand(over: entries.map { HistoryWriter.Handover(id: nil, entry: $0) })
    }

    private func hand(over handovers: [HistoryWriter.Handover]) {
        guard !handovers.isEmpty else { return }
        for (prefix, handler) in handlers.withLock({ $0 }) {
            let its = handovers.filter { $0.entry.lane.hasPrefix(prefix) }
            if !its.isEmpty { handler(its) }
        }
    }
}
