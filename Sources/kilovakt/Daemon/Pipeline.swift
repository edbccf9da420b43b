import DLMS
import Ledger
import Meters

/// The way of a meter's bytes: frames, readings, hours. The same for the daemon and for a replay; only where the bytes come
/// from and what time it is are theirs.
final class Pipeline {
    private var decoder = FrameDecoder()
    private var meters = MeterReader()
    private(set) var ledger: Ledger
    private(set) var counts = Counts()
    /// The last thing that was wrong with what came, in words.
    private(set) var lastProblem: String?

    /// What came, counted.
    struct Counts: Sendable, Equatable {
        /// Good frames.
        var frames = 0
        /// Runs of bytes in which there was none.
        var errors = 0
        /// Good frames that nobody could read: encrypted, an unknown list, a list with wrong bytes in it.
        var unread = 0
        /// Readings that came of it.
        var readings = 0
    }

    init(ledger: Ledger) {
        self.ledger = ledger
    }

    /// Takes bytes as they came.
    ///
    /// - Parameters:
    ///   - arrival: when a reading came.
    ///   - send: is told what follows, in order.
    func read(_ bytes: RawSpan, arrival: (Reading) -> Instant, _ send: (LedgerEvent) -> Void) {
        decoder.read(
            bytes,
            frame: { frame in take(frame, arrival, send) },
            passedOver: { run in passOver(run) }
        )
    }

    /// Says that no more bytes come.
    func finish(arrival: (Reading) -> Instant, _ send: (LedgerEvent) -> Void) {
        decoder.finish(
            frame: { frame in take(frame, arrival, send) },
            passedOver: { run in passOver(run) }
        )
    }

    /// Lets time pass without bytes.
    func advance(to now: Instant, _ send: (LedgerEvent) -> Void) {
        for event in ledger.advance(to: now) { send(event) }
    }

    private func take(
        _ frame: borrowing Frame,
        _ arrival: (Reading) -> Instant,
        _ send: (LedgerEvent) -> Void
    ) {
        counts.frames += 1
        do {
            switch try meters.read(frame) {
            case .registers:
                counts.readings += 1
                let reading = meters.reading
                for event in ledger.record(reading, at: arrival(reading)) { send(event) }
            case .incomplete: break
            case .unknown(let unknown):
                counts.unread += 1
                lastProblem = unknown.description
            }
        } catch {
            counts.unread += 1
            lastProblem = error.description
        }
    }

    private func passOver(_ run: PassedOver) {
        counts.errors += 1
        lastProblem = run.reason.description
    }
}
