import Civil
import Foundation
import History
import Ledger
import Logging
import Meters
import ServiceLifecycle
import Synchronization

/// Writes what the ledgers want kept, on a thread of its own. What cannot be written waits in memory and in the reserve, and is
/// tried again: a full disk costs nothing that space does not bring back.
actor HistoryWriter: Service {
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

    private let store: HistoryStore
    private var spare: SpareRecord
    private let log: Logger
    private let disk = DiskExecutor()
    private var waiting: [String: Batch] = [:]
    /// What the alert rules remember and no disk has seen.
    private var waitingAlertStates: [String: [UInt8]] = [:]
    private var changes: ForeignChanges
    private var areChangesUnreadable = false
    private var isFailing = false {
        didSet { failing.store(isFailing, ordering: .relaxed) }
    }
    private let failing = Atomic(false)
    private let items: AsyncStream<Item>
    private let intake: AsyncStream<Item>.Continuation
    private let lanes = Lanes()
    /// What others have delivered, and the disk does not know yet.
    private let delivered = Deliveries()
    /// The time of the last batch: the writer has no clock of its own.
    private var time: Instant?
    private var purgedAt: Instant?

    /// The time that the outbox remembers what was done with.
    private static let outboxMilliseconds = 30 * dayMilliseconds
    private static let dayMilliseconds: Int64 = 86_400_000

    /// - Parameters:
    ///   - store: of which no ledger was restored yet.
    ///   - reserve: where what the store does not take is written while the disk is full.
    ///   - unwritten: what an earlier run left there, for the store.
    init(store: HistoryStore, reserve: Reserve, unwritten: Unwritten = Unwritten(), log: Logger)
        throws(HistoryError)
    {
        self.store = store
        spare = SpareRecord(reserve, holds: unwritten, log: log)
        self.log = log
        changes = ForeignChanges(firstVersion: try store.foreignVersion())
        waiting = Dictionary(
            uniqueKeysWithValues: unwritten.ledgers.map { ($0, Batch(source: $0, unwritten: $1)) }
        )
        waitingAlertStates = unwritten.alertStates.mapValues { Array($0.utf8) }
        (items, intake) = AsyncStream.makeStream()
    }

    nonisolated var unownedExecutor: UnownedSerialExecutor { disk.asUnownedSerialExecutor() }

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

    /// Keeps a batch and returns when it was written, or could not be: for a source that can wait, and is faster than a
    /// disk.
    nonisolated func keepAndWait(_ batch: Batch) async {
        keep(batch)
        await drain()
    }

    /// Writes a batch, and what waits.
    func write(_ batch: Batch) async {
        add(batch)
        write()
        purge()
        await tellOfChanges(batch)
    }

    /// Reads or writes what belongs to an outbox, in turn with all else that waits for the disk.
    func withStore<Value: Sendable>(_ body: @Sendable (HistoryStore) throws(HistoryError) -> Value)
        throws(HistoryError) -> Value
    {
        try body(store)
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
        take: @escaping ForeignChanges.Handler
    ) {
        changes.watch(source, meter: meter, calendar: calendar, handler: take)
    }

    /// Writes until the daemon stops, and then what there still is.
    func run() async throws {
        begin()
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
        guard !waiting.isEmpty || store.sharing == .inMemory else { return }
        log.error(
            spare.isWhole
                ? "stopped with a full disk: the last hours are kept in \(store.path)-reserve and written after the start"
                : "stopped with hours that could not be written: they are lost"
        )
    }

    private func begin() {
        switch store.sharing {
        case .withOthers: break
        case .alone:
            isFailing = true
            log.error(
                "\(store.path): the disk is full; what is new is kept in memory and in \(store.path)-reserve, and other programs cannot read the history, until there is room"
            )
        case .inMemory:
            isFailing = true
            log.error("\(store.path): the disk is full; the history is kept in memory until there is room")
        }
        spare.layOut()
        write()
    }

    private func add(_ batch: Batch) {
        waiting[batch.source] = waiting[batch.source]?.followed(by: batch) ?? batch
        time = batch.state.time ?? time
    }

    private func append(_ entries: [OutboxEntry], _ states: [String: [UInt8]]) {
        waitingAlertStates.merge(states) { $1 }
        do throws(HistoryError) {
            if try store.share() { spare.layOut() }
            lanes.hand(over: try store.append(entries, alertStates: waitingAlertStates))
            waitingAlertStates = [:]
            succeeded()
        } catch {
            // Kept before it is told: what was told is then known after a restart.
            spare.keep(unwritten)
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
        spare.layOut()
        do throws(HistoryError) {
            try store.expire(lane: MQTTLane.name, at: time)
            try store.purgeOutbox(before: time.adding(milliseconds: -Self.outboxMilliseconds))
        } catch {
            failed(error)
        }
    }

    /// Something was written. What is in memory alone is on no disk.
    private func succeeded() {
        guard store.sharing != .inMemory else { return }
        if isFailing { log.notice("the history is written again") }
        isFailing = false
        if waiting.isEmpty, waitingAlertStates.isEmpty { spare.clear() }
    }

    /// Once, not each minute: a log that fills the disk helps nobody.
    private func failed(_ error: HistoryError) {
        if !isFailing { log.error("the history cannot be written: \(error)") }
        isFailing = true
    }

    private func tellOfChanges(_ batch: Batch) async {
        // What could not be written would be read back as it was before.
        guard waiting[batch.source] == nil, let meter = batch.meter?.id, let time = batch.state.time else {
            return
        }
        do throws(HistoryError) {
            let news = try changes.news(for: batch.source, meter: meter, at: time, in: store)
            areChangesUnreadable = false
            if let news { await news.handler(news.past) }
        } catch {
            if !areChangesUnreadable { log.error("changes by other programs cannot be read: \(error)") }
            areChangesUnreadable = true
        }
    }

    private var unwritten: Unwritten {
        Unwritten(
            ledgers: waiting.mapValues(\.unwritten),
            alertStates: waitingAlertStates.mapValues { String(decoding: $0, as: UTF8.self) }
        )
    }

    private func write() {
        for (source, batch) in waiting {
            do throws(HistoryError) {
                if try store.share() { spare.layOut() }
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
                // Kept before it is told: what was told is then known after a restart.
                spare.keep(unwritten)
                // Whoever waits for the hour need not wait for the disk.
                lanes.hand(over: waiting[source]?.outgoing ?? [])
                waiting[source]?.outgoing = []
                failed(error)
            }
        }
    }
}
