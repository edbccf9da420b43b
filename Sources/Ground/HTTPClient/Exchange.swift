internal import CCurl
internal import Synchronization

/// One request between the task that waits and the thread that works: whoever comes first, answer or cancellation,
/// ends the wait, and the other finds it ended.
final class Exchange: Sendable {
    typealias Outcome = Result<HTTPAnswer, HTTPError>

    private struct State {
        var continuation: CheckedContinuation<Outcome, Never>?
        var isCancelled = false
        /// A `CURLM *`, while the thread may be waiting in it.
        var wakeable: UInt?
    }

    private let state = Mutex(State())

    var isCancelled: Bool { state.withLock { $0.isCancelled } }

    /// - Returns: false when it was cancelled before it began: nothing is to be done then.
    func begin(_ continuation: CheckedContinuation<Outcome, Never>) -> Bool {
        let isCancelled = state.withLock { state in
            if !state.isCancelled { state.continuation = continuation }
            return state.isCancelled
        }
        if isCancelled { continuation.resume(returning: .failure(.cancelled)) }
        return !isCancelled
    }

    func finish(_ outcome: Outcome) {
        takeContinuation()?.resume(returning: outcome)
    }

    func cancel() {
        state.withLock { state in
            state.isCancelled = true
            // Under the lock, so that the handle cannot be freed meanwhile.
            if let address = state.wakeable {
                curl_multi_wakeup(UnsafeMutableRawPointer(bitPattern: address))
            }
        }
        // Not left to the thread: it may be waiting for a name server.
        finish(.failure(.cancelled))
    }

    /// Says which handle a cancellation is to wake; `nil` before it is freed.
    func setWakeable(_ multi: UnsafeMutableRawPointer?) {
        state.withLock { $0.wakeable = multi.map { UInt(bitPattern: $0) } }
    }

    private func takeContinuation() -> CheckedContinuation<Outcome, Never>? {
        state.withLock { state in
            defer { state.continuation = nil }
            return state.continuation
        }
    }
}
