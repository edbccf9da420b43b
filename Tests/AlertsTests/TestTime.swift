import Alerts
import Civil
import Synchronization

/// Time that passes as the test wants it, from `four` on.
final class TestTime: Sendable {
    enum Wait: Sendable {
        /// Over at once; the clock goes on by as much.
        case atOnce
        /// Over only when its task is cancelled.
        case never
    }

    private struct State {
        var now = four
        var slept: [Duration] = []
    }

    private let state = Mutex(State())
    private let backoff: Wait
    private let grace: Wait
    private let sleepsSeen: AsyncStream<Duration>
    private let sleeping: AsyncStream<Duration>.Continuation

    /// - Parameters:
    ///   - backoff: how waiting between tries passes.
    ///   - grace: how the second passes that last tries have when all stops. It is told from back-off by being exactly
    ///     1 s: back-off comes out a tenth shorter here, by `random`.
    init(backoff: Wait = .atOnce, grace: Wait = .never) {
        self.backoff = backoff
        self.grace = grace
        (sleepsSeen, sleeping) = AsyncStream.makeStream()
    }

    /// The waits between tries so far.
    var slept: [Duration] { state.withLock { $0.slept } }

    /// Waits until the sender waits between tries.
    func nextBackoff() async {
        var iterator = sleepsSeen.makeAsyncIterator()
        _ = await iterator.next()
    }

    func advance(_ duration: Duration) {
        state.withLock { $0.now = $0.now.adding(milliseconds: Int64(duration / .milliseconds(1))) }
    }

    var timing: DeliveryTiming {
        DeliveryTiming(
            now: { self.state.withLock { $0.now } },
            sleep: { await self.sleep($0) },
            random: { 0.25 }
        )
    }

    private func sleep(_ duration: Duration) async {
        let isGrace = duration == .seconds(1)
        if !isGrace {
            state.withLock { $0.slept.append(duration) }
            sleeping.yield(duration)
        }
        switch isGrace ? grace : backoff {
        case .atOnce: advance(isGrace ? .zero : duration)
        case .never: try? await Task.sleep(for: .seconds(86_400))
        }
    }
}
