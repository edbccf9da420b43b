import Alerts
import Civil
import History

/// The history, as what keeps alerts for webhooks.
struct DeliveryDisk: DeliveryStore {
    let writer: HistoryWriter

    func waiting(for webhook: String, after id: Int64, limit: Int) async throws -> [KeptAlert] {
        try await writer.withStore { store throws(HistoryError) in
            try store.waiting(lane: AlertWay.lane(of: webhook), after: id, limit: limit)
        }.map(KeptAlert.init)
    }

    func finish(_ id: Int64, as outcome: DeliveryOutcome, note: String?, at time: Instant) async throws {
        try await writer.withStore { store throws(HistoryError) in
            try store.finish(id, as: OutboxState(outcome), note: note, at: time)
        }
    }

    func postpone(_ id: Int64, tries: Int, until time: Instant, note: String) async throws {
        try await writer.withStore { store throws(HistoryError) in
            try store.postpone(id, tries: tries, until: time, note: note)
        }
    }
}

extension KeptAlert {
    fileprivate init(_ kept: KeptEntry) {
        self.init(
            id: kept.id,
            time: kept.entry.time,
            body: kept.entry.body,
            expires: kept.entry.expires,
            tries: kept.tries,
            nextTry: kept.nextTry
        )
    }
}

extension OutboxState {
    fileprivate init(_ outcome: DeliveryOutcome) {
        self =
            switch outcome {
            case .delivered: .delivered
            case .refused: .refused
            case .expired: .expired
            }
    }
}
