import Alerts
import Civil
import HTTPClient
import Synchronization

extension WebhookLocale {
    static let home = WebhookLocale(calendar: LocalCalendar(fixedOffsetSeconds: 3_600), language: .nb)
}

/// A store in memory that can be broken.
final class TestStore: DeliveryStore {
    struct Broken: Error, CustomStringConvertible {
        let description = "the disk is gone"
    }

    struct Record: Sendable, Equatable {
        var outcome: DeliveryOutcome?
        var note: String?
        var tries = 0
        var nextTry: Instant?
    }

    private struct State {
        var kept: [(webhook: String, alert: KeptAlert)] = []
        var records: [Int64: Record] = [:]
        var readFailures = 0
        var writeFailures = 0
        var largestLoad = 0
    }

    private let state = Mutex(State())

    /// Keeps alerts, and says how many those are.
    @discardableResult
    func keep(_ alerts: [Alert], for webhook: String, expires: Instant? = nil) throws -> Int {
        for alert in alerts { keep(try alert.json(), at: alert.time, for: webhook, expires: expires) }
        return alerts.count
    }

    func keep(
        _ body: [UInt8],
        at time: Instant = four,
        for webhook: String,
        expires: Instant? = nil,
        tries: Int = 0,
        nextTry: Instant? = nil
    ) {
        state.withLock { state in
            let id = Int64(state.kept.count + 1)
            let alert = KeptAlert(
                id: id,
                time: time,
                body: body,
                expires: expires,
                tries: tries,
                nextTry: nextTry
            )
            state.kept.append((webhook, alert))
            state.records[id] = Record(tries: tries, nextTry: nextTry)
        }
    }

    /// Breaks the next so many readings, and writings.
    func breakDown(reads: Int = 0, writes: Int = 0) {
        state.withLock { state in
            state.readFailures = reads
            state.writeFailures = writes
        }
    }

    /// By the order of keeping.
    var records: [Record] {
        state.withLock { state in state.kept.map { state.records[$0.alert.id] ?? Record() } }
    }
    var largestLoad: Int { state.withLock { $0.largestLoad } }

    func waiting(for webhook: String, after id: Int64, limit: Int) async throws -> [KeptAlert] {
        try state.withLock { state in
            if state.readFailures > 0 {
                state.readFailures -= 1
                throw Broken()
            }
            let found = state.kept.filter {
                $0.webhook == webhook && $0.alert.id > id && state.records[$0.alert.id]?.outcome == nil
            }
            state.largestLoad = max(state.largestLoad, min(limit, found.count))
            return found.prefix(limit).map { kept in
                var alert = kept.alert
                alert.tries = state.records[alert.id]?.tries ?? 0
                alert.nextTry = state.records[alert.id]?.nextTry
                return alert
            }
        }
    }

    func finish(_ id: Int64, as outcome: DeliveryOutcome, note: String?, at time: Instant) async throws {
        try write { $0[id] = Record(outcome: outcome, note: note, tries: $0[id]?.tries ?? 0) }
    }

    func postpone(_ id: Int64, tries: Int, until time: Instant, note: String) async throws {
        try write { $0[id] = Record(note: note, tries: tries, nextTry: time) }
    }

    private func write(_ body: (inout [Int64: Record]) -> Void) throws {
        try state.withLock { state in
            if state.writeFailures > 0 {
                state.writeFailures -= 1
                throw Broken()
            }
            body(&state.records)
        }
    }
}
