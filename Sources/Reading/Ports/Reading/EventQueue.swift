import Broker
import Synchronization

/// A bounded queue from the thread that reads to the task that handles.
///
/// `AsyncStream` alone either drops or grows; here a capture's reader waits, and a live port's counts what it drops.
final class EventQueue: Sendable {
    fileprivate struct State {
        var events: [PortEvent] = []
        var head = 0
        var byteCount = 0
        var droppedByteCount = 0
        var isProducerWaiting = false
        var isFinished = false
        var consumer: CheckedContinuation<PortEvent?, Never>?
    }

    private let state = Mutex(State())
    private let capacityBytes: Int
    private let wakeup: WakePipe

    /// - Parameters:
    ///   - capacityBytes: how much may wait; one event always may.
    ///   - wakeup: signalled when there is room again after `offer` said no.
    init(capacityBytes: Int, wakeup: WakePipe) {
        self.capacityBytes = capacityBytes
        self.wakeup = wakeup
    }

    /// Bytes that came while the queue was full.
    var droppedByteCount: Int { state.withLock { $0.droppedByteCount } }

    /// Counts bytes that `offer` had no room for and that cannot wait.
    func drop(_ chunk: Chunk) { state.withLock { $0.droppedByteCount += chunk.bytes.count } }

    /// Appends an event.
    ///
    /// - Returns: `false` when there is no room; then the wake-up is signalled as soon as there is.
    func offer(_ event: PortEvent) -> Bool {
        let (isTaken, consumer) = state.withLock { state -> (Bool, CheckedContinuation<PortEvent?, Never>?) in
            if state.isFinished { return (true, nil) }
            if let consumer = state.consumer.take() { return (true, consumer) }
            guard state.isEmpty || state.byteCount + event.cost <= capacityBytes else {
                state.isProducerWaiting = true
                return (false, nil)
            }
            state.append(event)
            return (true, nil)
        }
        consumer?.resume(returning: event)
        return isTaken
    }

    /// Appends an event that says how the port is. Where there is no room, the last word replaces the one before.
    func post(_ event: PortEvent) {
        let consumer = state.withLock { state -> CheckedContinuation<PortEvent?, Never>? in
            if state.isFinished { return nil }
            if let consumer = state.consumer.take() { return consumer }
            if state.byteCount + event.cost > capacityBytes { state.removeLastUnlessChunk() }
            state.append(event)
            return nil
        }
        consumer?.resume(returning: event)
    }

    /// Ends the queue: what waits in it is still handed out, what comes later is ignored.
    func finish() {
        let consumer = state.withLock { state in
            state.isFinished = true
            return state.consumer.take()
        }
        consumer?.resume(returning: nil)
    }

    /// The next event, when it comes; `nil` after the end. For one task at a time.
    func next() async -> PortEvent? {
        await withCheckedContinuation { continuation in
            let (answer, hasRoom) = state.withLock { state -> (PortEvent??, Bool) in
                if let event = state.takeFirst() { return (event, state.isProducerWaiting.take()) }
                // A second task that asks meanwhile is sent away rather than the first forgotten.
                if state.isFinished || state.consumer != nil { return (.some(nil), false) }
                state.consumer = continuation
                return (nil, false)
            }
            if hasRoom { wakeup.wake() }
            if let answer { continuation.resume(returning: answer) }
        }
    }
}

extension EventQueue.State {
    fileprivate var isEmpty: Bool { head == events.count }

    fileprivate mutating func append(_ event: PortEvent) {
        events.append(event)
        byteCount += event.cost
    }

    fileprivate mutating func removeLastUnlessChunk() {
        guard !isEmpty, let last = events.last else { return }
        if case .chunk = last { return }
        events.removeLast()
        byteCount -= last.cost
    }

    fileprivate mutating func takeFirst() -> PortEvent? {
        guard !isEmpty else { return nil }
        let event = events[head]
        head += 1
        byteCount -= event.cost
        // Moving the rest to the front now and then keeps the array as long as the queue is, at a constant mean cost.
        if head * 2 >= events.count {
            events.removeFirst(head)
            head = 0
        }
        return event
    }
}

extension PortEvent {
    /// About what the event takes in memory, in bytes.
    fileprivate var cost: Int {
        if case .chunk(let chunk) = self { chunk.bytes.count + 64 } else { 64 }
    }
}

extension Bool {
    /// Clears the flag and says what it was.
    fileprivate mutating func take() -> Bool {
        defer { self = false }
        return self
    }
}
