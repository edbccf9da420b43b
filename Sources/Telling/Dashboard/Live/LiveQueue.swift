import Synchronization

/// What one listener has yet to be sent. It is bounded: whoever reads slowly loses the oldest values, and never holds up
/// the meter.
final class LiveQueue: Sendable {
    /// Says that there is something to take; ends when listening is over.
    let wakes: AsyncStream<Void>
    private let meter: Int?
    private let wake: AsyncStream<Void>.Continuation
    private let waiting = Mutex(Waiting())

    private struct Waiting {
        var events: [LiveEvent] = []
        /// A sign of life is due.
        var isHeartbeat = false
    }

    /// Half a minute of a meter that sends every second, or two minutes and more of the others.
    static let limit = 64

    /// - Parameter meter: the one that is heard; `nil` for all.
    init(meter: Int?) {
        self.meter = meter
        (wakes, wake) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    func wants(_ meter: Int) -> Bool { self.meter == nil || self.meter == meter }

    /// Adds an event, in the place of an old one where there is no room.
    ///
    /// - Returns: how many events had to go.
    func put(_ event: LiveEvent) -> Int {
        let dropped = waiting.withLock { waiting in
            waiting.events.append(event)
            guard waiting.events.count > Self.limit else { return 0 }
            // What the next of its kind says again goes first.
            waiting.events.remove(at: waiting.events.firstIndex(where: \.isMomentary) ?? 0)
            return 1
        }
        wake.yield()
        return dropped
    }

    func heartbeat() {
        waiting.withLock { $0.isHeartbeat = true }
        wake.yield()
    }

    /// Takes all that waits.
    func take() -> (events: [LiveEvent], isHeartbeat: Bool) {
        waiting.withLock { waiting in
            defer { waiting = Waiting() }
            return (waiting.events, waiting.isHeartbeat)
        }
    }

    func finish() { wake.finish() }
}
