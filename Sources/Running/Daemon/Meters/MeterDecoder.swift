package import DLMS
import Meters

/// The readings in a meter's bytes, and counts of what else was in them.
///
/// Frames are views over the received bytes and come by closure; readings are values and are returned.
package final class MeterDecoder {
    private var frames = FrameDecoder()
    private var messages: MeterReader
    private let acceptsBareAPDUs: Bool
    private let keepsFrames: Bool
    private var found: [Reading] = []
    private var keptFrames: [[UInt8]] = []
    package private(set) var counts = Counts()
    /// The last thing that was wrong with the bytes, in words.
    private(set) var lastProblem: String?

    /// Counts since the start.
    package struct Counts: Sendable, Equatable {
        /// Good frames.
        package var frames = 0
        /// Runs of bytes without a good frame.
        package var errors = 0
        /// Stretches of bad bytes: rises while nothing but bad bytes come, when `errors` waits for the next good frame.
        var badStretches = 0
        /// Good frames that could not be read: encrypted, an unknown list, a list with wrong bytes in it.
        package var unread = 0
        /// Messages of several frames that were given up because one was missing.
        var abandoned = 0
        var readings = 0
    }

    /// - Parameters:
    ///   - decipher: opens encrypted messages; `nil` without a key.
    ///   - id: stands for the number of a meter that sends none.
    ///   - acceptsBareAPDUs: true where bytes read at once may be an APDU without a frame, as in captures.
    ///   - keepsFrames: true where the frames themselves are wanted (`takeFrames`).
    package init(
        decipher: Decipher? = nil,
        id: String? = nil,
        acceptsBareAPDUs: Bool = false,
        keepsFrames: Bool = false
    ) {
        messages = MeterReader(decipher: decipher, id: id)
        self.acceptsBareAPDUs = acceptsBareAPDUs
        self.keepsFrames = keepsFrames
    }

    /// The readings that these bytes complete, in order.
    ///
    /// Let go of them before the next call: their memory is used again.
    func readings(in bytes: RawSpan) -> [Reading] {
        found.removeAll(keepingCapacity: true)
        frames.read(
            bytes,
            acceptsBareAPDU: acceptsBareAPDUs,
            frame: { frame in read(frame) },
            passedOver: { run in passOver(run) }
        )
        counts.badStretches = frames.badStretches
        return found
    }

    /// The readings in what is unfinished when no more bytes come.
    func lastReadings() -> [Reading] {
        found.removeAll(keepingCapacity: true)
        frames.finish(frame: { frame in read(frame) }, passedOver: { run in passOver(run) })
        return found
    }

    /// The good frames of the bytes read since the last call, as they were received: from flag to flag, long frames,
    /// telegrams. Empty unless they are kept.
    func takeFrames() -> [[UInt8]] {
        defer { keptFrames.removeAll(keepingCapacity: true) }
        return keptFrames
    }

    /// The id of a meter that sends no number of its own; `nil` for one that does, and before it has said anything.
    var nameWithoutNumber: String? { messages.hasNumber ? nil : messages.identity?.id }

    private func read(_ frame: borrowing Frame) {
        counts.frames += 1
        if keepsFrames { keep(frame) }
        defer { counts.abandoned = messages.abandoned }
        do throws(DecodingError) {
            switch try messages.read(frame) {
            case .registers:
                counts.readings += 1
                found.append(messages.reading)
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
        // The line end behind a telegram is no part of the frame, and a reader of one without check sequence waits for it.
        if frame.link == .telegram { bytes += [0x0D, 0x0A] }
        keptFrames.append(bytes)
    }

    private func passOver(_ run: PassedOver) {
        counts.errors += 1
        lastProblem = run.reason.description
    }
}
