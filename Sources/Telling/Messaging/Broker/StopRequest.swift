import Broker
import Synchronization

/// The end of the broker's thread, between that thread and the task that asks for it and waits.
final class StopRequest: Sendable {
    private struct State {
        var isStopping = false
        var isAway = false
        var isOver = false
        var waiter: CheckedContinuation<Void, Never>?
    }

    private let state = Mutex(State())
    private let wake: WakePipe

    init(wake: WakePipe) {
        self.wake = wake
    }

    var isStopping: Bool { state.withLock { $0.isStopping } }

    /// Waits until the thread is done, or stopped where it cannot answer.
    func wait() async {
        await withCheckedContinuation { continuation in
            let isOver = state.withLock { state in
                if !state.isOver { state.waiter = continuation }
                return state.isOver
            }
            if isOver { continuation.resume() }
        }
    }

    /// Asks the thread to end.
    func stop() {
        let waiter = state.withLock { state in
            state.isStopping = true
            return state.isAway ? Self.end(&state) : nil
        }
        waiter?.resume()
        wake.wake()
    }

    /// The thread is done.
    func finish() {
        state.withLock { Self.end(&$0) }?.resume()
    }

    /// Runs something that may take as long as a name server likes. Whoever stops the thread meanwhile does not wait
    /// for it: there is no connection to say goodbye to.
    func away<T, E: Error>(_ work: () throws(E) -> T) throws(E) -> T {
        let waiter = state.withLock { state in
            state.isAway = true
            return state.isStopping ? Self.end(&state) : nil
        }
        waiter?.resume()
        defer { state.withLock { $0.isAway = false } }
        return try work()
    }

    private static func end(_ state: inout State) -> CheckedContinuation<Void, Never>? {
        state.isOver = true
        defer { state.waiter = nil }
        return state.waiter
    }
}
