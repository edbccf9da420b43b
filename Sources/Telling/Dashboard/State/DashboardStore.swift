import Civil
public import Ledger
public import Meters
import Synchronization
import Telling

/// What all answers are made from: the last state of each meter, and who wants to hear of the next.
///
/// `send` takes microseconds and waits for nobody.
public final class DashboardStore: Sendable {
    /// When it began: a meter is given some time before its silence is one.
    let start: ContinuousClock.Instant
    private let state: Mutex<State>
    private let maximumListeners: Int

    private struct State {
        var meters: [MeterState]
        var listeners: [ObjectIdentifier: LiveQueue] = [:]
        /// No more listeners are taken: the daemon stops.
        var isOver = false
        /// Values that clients were too slow for.
        var dropped = 0
    }

    /// - Parameters:
    ///   - meters: how many there are.
    ///   - start: now.
    public convenience init(meters: Int, start: ContinuousClock.Instant) {
        self.init(meters: meters, start: start, maximumListeners: 16)
    }

    init(meters: Int, start: ContinuousClock.Instant, maximumListeners: Int) {
        self.start = start
        self.maximumListeners = maximumListeners
        state = Mutex(State(meters: Array(repeating: MeterState(), count: meters)))
    }

    /// Takes what a ledger says.
    ///
    /// - Parameters:
    ///   - identity: who the meter is; `nil` while it has not said so.
    ///   - meter: which of the configured meters it is, counted from 0.
    ///   - now: when it was said.
    public func send(
        _ event: LedgerEvent,
        from identity: MeterIdentity?,
        meter: Int,
        at now: ContinuousClock.Instant
    ) {
        state.withLock { state in
            guard state.meters.indices.contains(meter) else { return }
            if let identity { _ = state.meters[meter].record(.meter(identity), at: now) }
            guard state.meters[meter].record(event, at: now), !state.listeners.isEmpty,
                let event = LiveEvent(event, of: state.meters[meter])
            else { return }
            for listener in state.listeners.values where listener.wants(meter) {
                state.dropped += listener.put(event)
            }
        }
    }

    // MARK: - Reading

    /// Every meter as it is now, in the order of the configuration.
    var meters: [MeterState] { state.withLock { $0.meters } }

    /// Where the meter of this number is; the first for `nil`, and `nil` where there is none.
    func index(of id: String?) -> Int? {
        state.withLock { state in
            guard let id else { return state.meters.indices.first }
            return state.meters.firstIndex { $0.now.identity?.id == id }
        }
    }

    /// How many clients listen, and how many values those were too slow for since the start.
    var listening: (clients: Int, dropped: Int) {
        state.withLock { ($0.listeners.count, $0.dropped) }
    }

    // MARK: - Listening

    /// Begins to listen: first comes the last state, then what follows, and nothing is between them.
    ///
    /// - Parameter meter: the one to hear; `nil` for all.
    /// - Returns: `nil` when there are as many listeners as there may be.
    func listen(to meter: Int?) -> LiveQueue? {
        state.withLock { state in
            guard !state.isOver, state.listeners.count < maximumListeners else { return nil }
            let queue = LiveQueue(meter: meter)
            for (index, meter) in state.meters.enumerated() where queue.wants(index) {
                for event in LiveEvent.all(of: meter) { _ = queue.put(event) }
            }
            state.listeners[ObjectIdentifier(queue)] = queue
            return queue
        }
    }

    func stopListening(_ queue: LiveQueue) {
        state.withLock { _ = $0.listeners.removeValue(forKey: ObjectIdentifier(queue)) }
        queue.finish()
    }

    /// Gives each listener a sign of life to send.
    func heartbeat() {
        for queue in state.withLock({ Array($0.listeners.values) }) { queue.heartbeat() }
    }

    /// Ends all listening, for good: the daemon stops.
    func endListening() {
        let queues = state.withLock { state in
            state.isOver = true
            return Array(state.listeners.values)
        }
        for queue in queues { queue.finish() }
    }
}
