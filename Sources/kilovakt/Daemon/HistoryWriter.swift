import History
import Ledger
import Logging
import Meters
import ServiceLifecycle

/// Writes what the ledgers want kept, away from the reading of meters. What cannot be written waits in memory and is tried
/// again, so a full disk costs nothing that space does not bring back.
actor HistoryWriter: Service {
    /// What one ledger wants kept.
    struct Batch: Sendable {
        var source: String
        var meter: MeterIdentity?
        var hours: [Hour]
        var state: LedgerState
        /// What the forecast has learnt, where that is new.
        var forecast: ForecastModel?
    }

    private let store: HistoryStore
    private let log: Logger
    private var waiting: [String: Batch] = [:]
    private var isFailing = false
    private let batches: AsyncStream<Batch>
    private let intake: AsyncStream<Batch>.Continuation

    /// Hours of one meter that may wait for the disk: more than a year.
    private static let longestWait = 10_000

    init(store: HistoryStore, log: Logger) {
        self.store = store
        self.log = log
        (batches, intake) = AsyncStream.makeStream()
    }

    /// Takes a batch; returns at once.
    nonisolated func keep(_ batch: Batch) {
        intake.yield(batch)
    }

    /// Takes a batch and returns when it was written, or could not be: for a source that can wait, and comes faster than a disk.
    func write(_ batch: Batch) {
        add(batch)
        write()
    }

    /// Writes until the daemon stops, and then what there still is.
    func run() async throws {
        await withGracefulShutdownHandler {
            for await batch in batches {
                write(batch)
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
        merged.forecast = batch.forecast ?? waiting[batch.source]?.forecast
        waiting[batch.source] = merged
    }

    private func write() {
        for (source, batch) in waiting {
            do throws(HistoryError) {
                try store.save(hours: batch.hours, of: batch.meter, state: batch.state, source: source)
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
