import HTTPClient
import Ledger
import Logging
import Synchronization

/// The way to one webhook: a queue and one task that empties it, in order, apart from all other webhooks.
///
/// An alert is tried until it is taken, refused or too old, and only then the next: a clear never comes before its raise.
final class WebhookLane: Sendable {
    private struct State {
        var queue: AlertQueue
        /// True while the first of the queue is being tried.
        var isBusy = false
        var isStopping = false
        var pause: Task<Void, Never>?
        var statistics = DeliveryStatistics()
        var backoff = Backoff()
        var log = FailureLog()
    }

    let webhook: Webhook
    private let context: DeliveryContext
    private let state: Mutex<State>
    private let arrivals: AsyncStream<Void>
    private let arrived: AsyncStream<Void>.Continuation

    init(webhook: Webhook, context: DeliveryContext) {
        self.webhook = webhook
        self.context = context
        self.state = Mutex(State(queue: AlertQueue(limit: webhook.queueLimit)))
        (arrivals, arrived) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    var statistics: DeliveryStatistics {
        state.withLock { state in
            var statistics = state.statistics
            statistics.waiting = state.queue.alerts.count
            return statistics
        }
    }

    func append(_ alert: Alert) {
        let dropped = state.withLock { state in
            let dropped = state.queue.append(alert, isFirstBusy: state.isBusy)
            state.statistics.dropped += dropped
            return dropped
        }
        if dropped > 0 { complain("the queue is full: the oldest alert goes") }
        arrived.yield()
    }

    // MARK: - Running

    /// Delivers until the task is cancelled, and then for at most a second more. Once only.
    func run() async {
        // Not a child: it is to outlive the cancellation by its last try.
        let work = Task { await self.work() }
        await withTaskCancellationHandler {
            await work.value
        } onCancel: {
            stop()
            Task {
                await context.timing.sleep(.seconds(1))
                work.cancel()
            }
        }
        let left = statistics.waiting
        if left > 0 { context.logger.warning("webhook \(webhook): stops with \(left) alerts undelivered") }
    }

    private func stop() {
        arrived.finish()
        state.withLock { state in
            state.isStopping = true
            state.pause?.cancel()
        }
    }

    private func work() async {
        var arrivals = arrivals.makeAsyncIterator()
        repeat {
            while let alert = takeFirst() {
                guard await deliver(alert) else { return }
            }
        } while await arrivals.next() != nil
    }

    /// - Returns: the first alert that is not too old, which stays in the queue while it is tried.
    private func takeFirst() -> Alert? {
        let now = context.timing.now()
        return state.withLock { state in
            while let first = state.queue.alerts.first {
                if now < expiry(of: first) {
                    state.isBusy = true
                    return first
                }
                state.queue.removeFirst()
                state.statistics.dropped += 1
            }
            return nil
        }
    }

    private func expiry(of alert: Alert) -> Instant {
        alert.time.adding(seconds: Int64(webhook.expirySeconds))
    }

    // MARK: - One alert

    /// Tries once, and waits after a failure.
    ///
    /// - Returns: false when there is no use in going on: it is the end, and this was the last try.
    private func deliver(_ alert: Alert) async -> Bool {
        let request = webhook.request(for: alert, at: context.timing.now(), version: context.version)
        let result = await context.client.result(of: request)
        let attempt = Attempt(result, at: context.timing.now())
        guard let pause = note(attempt) else { return true }
        return await wait(min(pause, timeLeft(for: alert)))
    }

    /// - Returns: how long to wait before trying again; `nil` when the alert is done with.
    private func note(_ attempt: Attempt) -> Duration? {
        switch attempt {
        case .delivered:
            finish { $0.delivered += 1 }
            return nil
        case .failedForGood(let reason):
            finish { $0.failed += 1 }
            complain("\(reason): the alert is given up")
            return nil
        case .failedForNow(let reason, let retryAfter):
            let random = context.timing.random()
            let (pause, isStopping) = state.withLock { state in
                state.isBusy = false
                state.statistics.retried += 1
                let pause = state.backoff.fail(retryAfterSeconds: retryAfter, random: random)
                return (pause, state.isStopping)
            }
            let next =
                isStopping
                ? "that was the last try" : "tried again in \(Int((pause / .seconds(1)).rounded(.up))) s"
            complain("\(reason): \(next)")
            return pause
        }
    }

    private func finish(_ count: (inout DeliveryStatistics) -> Void) {
        state.withLock { state in
            state.isBusy = false
            state.queue.removeFirst()
            state.backoff.succeed()
            count(&state.statistics)
        }
    }

    private func timeLeft(for alert: Alert) -> Duration {
        .milliseconds(max(0, expiry(of: alert).milliseconds(since: context.timing.now())))
    }

    /// - Returns: false when there is nothing to wait for: it is the end.
    private func wait(_ duration: Duration) async -> Bool {
        let timing = context.timing
        let isStopping = state.withLock { state in
            if !state.isStopping { state.pause = Task { await timing.sleep(duration) } }
            return state.isStopping
        }
        guard !isStopping else { return false }
        await state.withLock { $0.pause }?.value
        return true
    }

    private func complain(_ text: String) {
        let now = context.timing.now()
        let line = state.withLock { $0.log.line(text, at: now) }
        if let line { context.logger.warning("webhook \(webhook): \(line)") }
    }
}
