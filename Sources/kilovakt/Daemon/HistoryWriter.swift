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
    private var readers: [String: Reader] = [:]
    private var isFailing = false {
        didSet { failing.store(isFailing, ordering: .relaxed) }
    }
    private let failing = Atomic(false)
    /// Before any ledger was restored from the file.
    private let firstVersion: Int
    private let batches: AsyncStream<Batch>
    private let intake: AsyncStream<Batch>.Continuation

    /// Hours of one meter that may wait for the disk: more than a year.
    private static let longestWait = 10_000
    /// And the quarters and minutes of so many, which are larger: more than a month.
    private static let longestDetailWait = 1_000

    /// - Parameter store: of which no ledger was restored yet.
    init(store: HistoryStore, log: Logger) {
        self.store = store
        self.log = log
        firstVersion = (try? store.foreignVersion()) ?? 0
        (batches, intake) = AsyncStream.makeStream()
    }

    /// Whether the last thing that was to be written could not be.
    nonisolated var cannotWrite: Bool { failing.load(ordering: .relaxed) }

    /// Takes a batch; returns at once.
    nonisolated func keep(_ batch: Batch) {
        intake.yield(batch)
    }

    /// Takes a batch and returns when it was written, or could not be: for a source that can wait, and comes faster than a disk.
    func write(_ batch: Batch) async {
        add(batch)
        write()
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
            for await batch in batches {
                await write(batch)
            }
        } onGracefulShutdown: {
            // The meters have stopped before, so nothing more comes.
            self.intake.finish()
        }
        write()
        if !waiting.isEmpty { log.error("stopped with hours that could not be written") }
    }

    private func add(_ batch: Batch) {
        var merged = batch
        merged.hours = (waiting[batch.source]?.hours ?? []) + batch.hours
        merged.hours.removeFirst(max(0, merged.hours.count - Self.longestWait))
        merged.details = (waiting[batch.source]?.details ?? []) + batch.details
        merged.details.removeFirst(max(0, merged.details.count - Self.longestDetailWait))
        merged.forecast = batch.forecast ?? waiting[batch.source]?.forecast
        waiting[batch.source] = merged
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
                try store.save(
                    hours: batch.hours,
                    details: batch.details,
                    of: batch.meter,
                    state: batch.state,
                    source: source
                )
                if let model = batch.forecast { try store.save(model, source: source) }
                waiting[source] = nil
                if isFailing { log.notice("the history is written again") }
                isFailing = false
            } catch {
                // Once, not each minute: a log that fills the disk helps nobody.
                if !isFailing { log.error("the history cannot be written: \(error)") }
                isFailing = true
            }
        }
    }
}
