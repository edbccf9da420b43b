import Civil
import DLMS
import Ledger
import Meters

/// The way of a meter's bytes: frames, readings, hours. The same for the daemon and for a replay; only where the bytes come
/// from and what time it is are theirs.
final class Pipeline {
    private var decoder = FrameDecoder()
    private var meters: MeterReader
    private let acceptsBareAPDUs: Bool
    private let keepsFrames: Bool
    private var frames: [[UInt8]] = []
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
        /// Stretches of bad bytes so far: rises while nothing but bad bytes come, when `errors` waits for the next good
        /// frame.
        var badStretches = 0
        /// Good frames that nobody could read: encrypted, an unknown list, a list with wrong bytes in it.
        var unread = 0
        /// Messages of several frames that were given up because one was missing.
        var abandoned = 0
        /// Readings that came of it.
        var readings = 0
    }

    /// - Parameters:
    ///   - decipher: opens encrypted messages; `nil` without a key.
    ///   - id: stands for the number of a meter that sends none.
    ///   - acceptsBareAPDUs: whether what is read at once may be an APDU without a frame, as in captures.
    ///   - keepsFrames: whether somebody takes the frames themselves (`takeFrames`).
    init(
        ledger: Ledger,
        decipher: Decipher? = nil,
        id: String? = nil,
        acceptsBareAPDUs: Bool = false,
        keepsFrames: Bool = false
    ) {
        self.ledger = ledger
        self.acceptsBareAPDUs = acceptsBareAPDUs
        self.keepsFrames = keepsFrames
        meters = MeterReader(decipher: decipher, id: id)
    }

    /// Takes bytes as they came.
    ///
    /// - Parameters:
    ///   - arrival: when a reading came; `nil` when nothing says it yet, and the reading is left out.
    ///   - send: is told what follows, in order.
    func read(_ bytes: RawSpan, arrival: (Reading) -> Instant?, _ send: (LedgerEvent) -> Void) {
        decoder.read(
            bytes,
            acceptsBareAPDU: acceptsBareAPDUs,
            frame: { frame in take(frame, arrival, send) },
            passedOver: { run in passOver(run) }
        )
        counts.badStretches = decoder.badStretches
    }

    /// The id of a meter that sends no number of its own; `nil` for one that does, and before it has said anything.
    var nameWithoutNumber: String? { meters.hasNumber ? nil : meters.identity?.id }

    /// The good frames of what was read since the last call, as they were received: from flag to flag, long frames, telegrams. Empty
    /// unless they are kept.
    func takeFrames() -> [[UInt8]] {
        defer { frames.removeAll(keepingCapacity: true) }
        return frames
    }

    /// Says that no more bytes come.
    func finish(arrival: (Reading) -> Instant?, _ send: (LedgerEvent) -> Void) {
        decoder.finish(
            frame: { frame in take(frame, arrival, send) },
            passedOver: { run in passOver(run) }
        )
    }

    /// Lets time pass without bytes.
    func advance(to now: Instant, _ send: (LedgerEvent) -> Void) {
        for event in ledger.advance(to: now) { send(event) }
    }

    /// Takes readings anew, at other times than they were taken at.
    func relive(from ledger: Ledger, _ readings: [(Reading, Instant)], _ send: (LedgerEvent) -> Void) {
        let error = self.ledger.meterClockErrorMilliseconds
        self.ledger = ledger
        learn(meterClockErrorMilliseconds: error)
        for (reading, time) in readings {
            for event in self.ledger.record(reading, at: time) { send(event) }
        }
    }

    /// Keeps what was learnt of the meter's clock.
    func learn(meterClockErrorMilliseconds error: Int64?) {
        if ledger.meterClockErrorMilliseconds != error { ledger.meterClockErrorMilliseconds = error }
    }

    /// Gives the ledger hours that were settled elsewhere.
    ///
    /// - Returns: what follows.
    func amend(_ past: PastHours) -> [LedgerEvent] { ledger.amend(past.hours, earlier: past.earlier) }

    /// Chooses a bound of capacity for the month that runs: see `Ledger.choose`.
    func choose(targetW: Int?) -> Bool { ledger.choose(targetW: targetW) }

    private func take(
        _ frame: borrowing Frame,
        _ arrival: (Reading) -> Instant?,
        _ send: (LedgerEvent) -> Void
    ) {
        counts.frames += 1
        if keepsFrames { keep(frame) }
        defer { counts.abandoned = meters.abandoned }
        do {
            switch try meters.read(frame) {
            case .registers:
                counts.readings += 1
                let reading = meters.reading
                guard let time = arrival(reading) else { return }
                for event in ledger.record(reading, at: time) { send(event) }
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

    private func keep(_ frame: borrowing Frame) {
        guard frame.link != .bare else { return }
        var bytes = frame.bytes.withUnsafeBytes { Array($0) }
        // A telegram ends with its line, which is no part of the frame: without it, one that has no check sequence would go on.
        if frame.link == .telegram { bytes += [0x0D, 0x0A] }
        frames.append(bytes)
    }

    private func passOver(_ run: PassedOver) {
        counts.errors += 1
        lastProblem = run.reason.description
    }
}
