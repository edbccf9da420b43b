import Civil
import Foundation
import History
import Ledger
import Logging
import Meters
import ServiceLifecycle
import Synchronization

/// Writes what the ledgers want kept, away from the reading of meters. What cannot be written waits in memory and is tried
/// again, so a full disk costs nothing that space does not bring back.
actor HistoryWriter: Service {
    /// What one ledger wants kept.
    struct Batch: Sendable {
        var source: String
        var meter: MeterIdentity?
        var hours: [Hour]
        var details: [HourDetail]
        var state: LedgerState
        /// What the forecast has learnt, where that is new.
        var forecast: ForecastModel?
        /// What others are to be told of these hours: kept with them, or not at all.
        var outgoing: [OutboxEntry] = []
    }

    /// An entry of the outbox on its way out.
    struct Handover: Sendable {
        /// As the disk knows it; `nil` where it could not be written, and memory is all that holds it.
        var id: Int64?
        var entry: OutboxEntry
    }

    /// What comes in, in order.
    private enum Item: Sendable {
        case batch(Batch)
        case entries([OutboxEntry], alertStates: [String: [UInt8]])
        /// Something was delivered: see `delivered`.
        case deliveries
        case drained(CheckedContinuation<Void, Never>)
    }

    /// A ledger that wants to know when another program, such as an import, has changed its hours.
    private struct Reader {
        var calendar: LocalCalendar
        /// The meter whose hours it has, as the file was at this version; `nil` before it knows its meter.
        var meter: String?
        var version: Int
        var take: @Sendable (PastHours) async -> Void
    }

    private let store: HistoryStore
    private let log: Logger
    private var waiting: [String: Batch] = [:]
    /// What the alert rules remember and no disk has seen.
    private var waitingAlertStates: [String: [UInt8]] = [:]
    private var readers: [String: Reader] = [:]
    private var isFailing = false {
        didSet { failing.store(isFailing, ordering: .relaxed) }
    }
    private let failing = Atomic(false)
    /// Before any ledger was restored from the file.
    private let firstVersion: Int
    private let items: AsyncStream<Item>
    private let intake: AsyncStream<Item>.Continuation
    private let lanes = Lanes()
    /// What others have delivered, and the disk does not know yet.
    private let delivered = Deliveries()
    /// The time of the last batch: the writer has no clock of its own.
    private var time: Instant?
    private var purgedAt: Instant?

    /// Hours of one meter that may wait for the disk: more than a year.
    private static let longestWait = 10_000
    /// And the quarters and minutes of so many, which are larger: more than a month.
    private static let longestDetailWait = 1_000
    /// So long the outbox remembers what was done with.
    private static let outboxMilliseconds = 30 * dayMilliseconds
    private static let dayMilliseconds: Int64 = 86_400_000

    /// - Parameter store: of which no ledger was restored yet.
    init(store: HistoryStore, log: Logger) {
        self.store = store
        self.log = log
        firstVersion = (try? store.foreignVersion()) ?? 0
        (items, intake) = AsyncStream.makeStream()
    }

    /// Whether the last thing that was to be written could not be.
    nonisolated var cannotWrite: Bool { failing.load(ordering: .relaxed) }

    /// Takes a batch; returns at once.
    nonisolated func keep(_ batch: Batch) {
        intake.yield(.batch(batch))
    }

    /// Has entries kept that belong to no hour, and handed over then; returns at once.
    ///
    /// - Parameter alertStates: what the rules of these sources remember from now on, kept in the same transaction.
    nonisolated func send(_ entries: [OutboxEntry], alertStates: [String: [UInt8]] = [:]) {
        intake.yield(.entries(entries, alertStates: alertStates))
    }

    /// Has entries marked as delivered; returns at once.
    ///
    /// - Parameter then: is called when the disk knows, where nothing else is read or written meanwhile.
    nonisolated func markDelivered(_ ids: [Int64], then: @escaping @Sendable (Int) -> Void = { _ in }) {
        if delivered.add(ids, then) { intake.yield(.deliveries) }
    }

    /// Returns when everything is written that was given before, or could not be.
    nonisolated func drain() async {
        await withCheckedContinuation { continuation in
            if case .terminated = intake.yield(.drained(continuation)) { continuation.resume() }
        }
    }

    /// Registers who carries away the entries of all lanes that begin so. To be done before anything is kept.
    ///
    /// - Parameter handler: gets those of one transaction that are new, in order, when the disk has them; at once and without ids,
    ///   when it cannot be written. Called by one thread at a time; returns at once.
    nonisolated func onKept(_ lanePrefix: String, _ handler: @escaping @Sendable ([Handover]) -> Void) {
        lanes.register(lanePrefix, handler)
    }

    /// Takes a batch and returns when it was written, or could not be: for a source that can wait, and comes faster than a disk.
    func write(_ batch: Batch) async {
        add(batch)
        write()
        purge()
        await tellOfChanges(batch)
    }

    /// Has a ledger told when another program has written to the file: asked after each write of its own.
    ///
    /// - Parameters:
    ///   - meter: whose hours the ledger was restored with.
    ///   - take: gets the meter's past as it is now.
    func watch(
        _ source: String,
        meter: String?,
        calendar: LocalCalendar,
        take: @escaping @Sendable (PastHours) async -> Void
    ) {
        readers[source] = Reader(calendar: calendar, meter: meter, version: firstVersion, take: take)
    }

    /// Writes until the daemon stops, and then what there still is.
    func run() async throws {
        await withGracefulShutdownHandler {
            for await item in items {
                switch item {
                case .batch(let batch): await write(batch)
                case .entries(let entries, let states): append(entries, states)
                case .deliveries: finishDelivered()
                case .drained(let continuation): continuation.resume()
                }
            }
        } onGracefulShutdown: {
            // The meters have stopped before, so nothing more comes.
            self.intake.finish()
        }
        write()
        finishDelivered()
        if !waiting.isEmpty { log.error("stopped with hours that could not be written") }
    }

    private func add(_ batch: Batch) {
        var merged = batch
        merged.hours = (waiting[batch.source]?.hours ?? []) + batch.hours
        merged.hours.removeFirst(max(0, merged.hours.count - Self.longestWait))
        merged.details = (waiting[batch.source]?.details ?? []) + batch.details
        merged.details.removeFirst(max(0, merged.details.count - Self.longestDetailWait))
        merged.outgoing = (waiting[batch.source]?.outgoing ?? []) + batch.outgoing
        merged.forecast = batch.forecast ?? waiting[batch.source]?.forecast
        waiting[batch.source] = merged
        time = batch.state.time ?? time
    }

    private func append(_ entries: [OutboxEntry], _ states: [String: [UInt8]]) {
        waitingAlertStates.merge(states) { $1 }
        do throws(HistoryError) {
            lanes.hand(over: try store.append(entries, alertStates: waitingAlertStates))
            waitingAlertStates = [:]
            succeeded()
        } catch {
            lanes.hand(over: entries)
            failed(error)
        }
    }

    private func finishDelivered() {
        let (ids, done) = delivered.take()
        guard !ids.isEmpty else { return }
        do throws(HistoryError) {
            try store.finish(ids, as: .delivered, at: time ?? Instant(Date()))
        } catch {
            // They would be delivered again after a restart, so they are tried again with what is delivered next.
            delivered.putBack(ids)
            failed(error)
        }
        for (count, then) in done { then(count) }
    }

    /// Once a day: forgets what was done with long ago.
    private func purge() {
        guard let time, purgedAt.map({ time.milliseconds(since: $0) >= Self.dayMilliseconds }) ?? true,
            !isFailing
        else { return }
        purgedAt = time
        do throws(HistoryError) {
            try store.expire(lane: MQTTLane.name, at: time)
            try store.purgeOutbox(before: time.adding(milliseconds: -Self.outboxMilliseconds))
        } catch {
            failed(error)
        }
    }

    private func succeeded() {
        if isFailing { log.notice("the history is written again") }
        isFailing = false
    }

    /// Once, not each minute: a log that fills the disk helps nobody.
    private func failed(_ error: HistoryError) {
        if !isFailing { log.error("the history cannot be written: \(error)") }
        isFailing = true
    }

    private func tellOfChanges(_ batch: Batch) async {
        // What could not be written would be read back as it was before.
        guard waiting[batch.source] == nil, let meter = batch.meter?.id, let time = batch.state.time,
            let reader = readers[batch.source], let version = try? store.foreignVersion(),
            reader.meter != meter || reader.version != version
        else { return }
        guard let past = try? PastHours(store, meter: meter, at: time, in: reader.calendar) else { return }
        readers[batch.source]?.meter = meter
        readers[batch.source]?.version = version
        await reader.take(past)
    }

    private func write() {
        for (source, batch) in waiting {
            do throws(HistoryError) {
                let kept = try store.save(
                    hours: batch.hours,
                    details: batch.details,
                    of: batch.meter,
                    state: batch.state,
                    source: source,
                    outgoing: batch.outgoing
                )
                // Handed over or not, they are kept: a second try would keep nothing new of them.
                waiting[source]?.outgoing = []
                lanes.hand(over: kept)
                if let model = batch.forecast { try store.save(model, source: source) }
                waiting[source] = nil
                succeeded()
            } catch {
                // Whoever waits for the hour need not wait for the disk.
                lanes.hand(over: waiting[source]?.outgoing ?? [])
                waiting[source]?.outgoing = []
                failed(error)
            }
        }
    }
}
