import Broker
import Synchronization

/// What the thread that reads a port shares with the rest of the program.
final class PortControl: Sendable {
    let wakeup = WakePipe()
    let queue: EventQueue
    private let requests = Mutex(Requests())

    private struct Requests {
        var stop = false
        var retune = false
    }

    init(bufferBytes: Int) {
        queue = EventQueue(capacityBytes: bufferBytes, wakeup: wakeup)
    }

    func stop() {
        requests.withLock { $0.stop = true }
        // At once, for the thread may be waiting for a name server, which nothing can interrupt.
        queue.finish()
        wakeup.wake()
    }

    func retune() {
        requests.withLock { $0.retune = true }
        wakeup.wake()
    }

    var isStopped: Bool { requests.withLock { $0.stop } }

    /// Whether a retuning was asked for since the last call.
    func takeRetune() -> Bool {
        requests.withLock { requests in
            defer { requests.retune = false }
            return requests.retune
        }
    }
}
