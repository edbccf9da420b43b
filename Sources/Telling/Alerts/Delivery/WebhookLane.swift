import Civil
import HTTPClient
import Logging
import Synchronization

/// Delivery to one webhook: a queue, and one task that empties it in order, apart from all other webhooks.
///
/// An alert is tried until it is accepted, refused or too old, and only then the next one: a clear never comes before its
/// raise.
final class WebhookLane: Sendable {
    private struct State {
        var queue: DeliveryQueue
        var isStopping = false
        var pause: Task<Void, Never>?
        var statistics = DeliveryStatistics()
        var backoff = Backoff.webhook
        var log = FailureLog()
    }

    let webhook: Webhook
    private let context: DeliveryContext
    private let journal: DeliveryJournal?
    private let state: Mutex<State>
    private let arrivals: AsyncStream<Void>
    private let arrived: AsyncStream<Void>.Continuation

    /// The pause before a disk that could not be read is read again.
    private static let rereadSeconds = 60

    init(webhook: Webhook, context: DeliveryContext) {
        self.webhook = webhook
        self.context = context
        journal = context.store.map { DeliveryJournal(store: $0, timing: context.timing) }
        state = Mutex(State(queue: DeliveryQueue(limit: webhook.queueLimit, hasDisk: context.store != nil)))
        (arrivals, arrived) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    var statistics: DeliveryStatistics {
        state.withLock { state in
            var statistics = state.statistics
            statistics.waiting = state.queue.count
            return statistics
        }
    }

    /// Queues an alert that is not on disk.
    func append(_ alert: Alert) {
        let pending = PendingAlert(alert: alert, expires: webhook.expiry(of: alert))
        let dropped = state.withLock { state in
            let dropped = state.queue.append(pending)
            state.statistics.dropped += dropped
            return dropped
        }
        if dropped > 0 { complain("too many alerts wait in memory: the oldest one is dropped") }
        arrived.yield()
    }

    /// Announces that the disk has `count` more alerts.
    func announce(_ count: Int) {
        state.withLock { $0.queue.announce(count) }
        arrived.yield()
    }

    // MARK: - Running

    /// Delivers until the task is cancelled, and then for at most a second more. To be called once.
    func run() async {
        // No child task: its last try is to outlive the cancellation.
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
        let next = journal == nil ? "" : "; they are tried again after the next start"
        if left > 0 {
            context.logger.warning("webhook \(webhook): stopped with \(left) undelivered alerts\(next)")
        }
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
            while let pending = await next() {
                guard await deliver(pending) else { return }
            }
        } while await arrivals.next() != nil
    }

    // MARK: - The next alert

    /// Waits for the time of the oldest alert that is not too old.
    ///
    /// - Returns: `nil` when no alert waits, or delivery is stopping.
    private func next() async -> PendingAlert? {
        while true {
            let isReadable = await loadIfNeeded()
            guard let pending = state.withLock({ $0.queue.begin() }) else {
                if isReadable { return nil }
                guard await wait(.seconds(Self.rereadSeconds)) else { return nil }
                continue
            }
            let now = context.timing.now()
            guard now < pending.expires else {
                await end(pending, as: .expired, note: nil) { $0.dropped += 1 }
                continue
            }
            state.withLock { $0.backoff.resume(failures: pending.tries) }
            guard let due = pending.nextTry, due > now else { return pending }
            // The clock may have been set back since, which must not make a pause of years.
            let left = Double(due.milliseconds(since: now)) / 1_000
            return await wait(.seconds(min(left, Backoff.longestWebhookSeconds))) ? pending : nil
        }
    }

    /// Loads the next few alerts from the disk, when those before are finished.
    ///
    /// - Returns: false when the disk cannot be read; alerts in memory are delivered all the same.
    private func loadIfNeeded() async -> Bool {
        guard let journal, state.withLock({ $0.queue.needsLoading }) else { return true }
        state.withLock { $0.queue.beginLoading() }
        let last = state.withLock { $0.queue.lastID }
        do {
            let kept = try await journal.waiting(
                for: webhook.name,
                after: last,
                limit: DeliveryQueue.loadLimit
            )
            let alerts = await readable(kept, journal)
            let isAll = kept.count < DeliveryQueue.loadLimit
            state.withLock { $0.queue.finishLoading(alerts, last: kept.last?.id, isAll: isAll) }
            // All that were loaded may have been unreadable, with more behind them.
            return alerts.isEmpty && !isAll ? await loadIfNeeded() : true
        } catch {
            complain("the alerts that wait on disk cannot be read: \(error)")
            return false
        }
    }

    private func readable(_ kept: [KeptAlert], _ journal: DeliveryJournal) async -> [PendingAlert] {
        var alerts: [PendingAlert] = []
        for entry in kept {
            do throws(UnreadableAlert) {
                alerts.append(try PendingAlert(entry, expirySeconds: webhook.expirySeconds))
            } catch {
                complain("\(error)")
                await journal.finish(entry.id, as: .refused, note: error.description)
            }
        }
        return alerts
    }

    // MARK: - One alert

    /// Tries once, and waits after a failure.
    ///
    /// - Returns: false when delivery is stopping and this was the last try.
    private func deliver(_ pending: PendingAlert) async -> Bool {
        let attempt: Attempt
        do throws(TemplateError) {
            let request = try webhook.request(for: pending.alert, at: context.timing.now(), in: context)
            let result = await context.client.result(of: request)
            if case .failure(.cancelled) = result { return false }
            attempt = Attempt(result, at: context.timing.now())
        } catch {
            attempt = .failedForGood(reason: error.description)
        }
        guard let pause = await note(attempt, of: pending) else { return true }
        return await wait(min(pause, timeLeft(for: pending)))
    }

    /// - Returns: the pause before the next try; `nil` when the alert is finished.
    private func note(_ attempt: Attempt, of pending: PendingAlert) async -> Duration? {
        switch attempt {
        case .delivered(let answer):
            await end(pending, as: .delivered, note: "answered \(answer.status)") { $0.delivered += 1 }
            state.withLock { $0.backoff.reset() }
            return nil
        case .failedForGood(let reason):
            await end(pending, as: .refused, note: reason) { $0.failed += 1 }
            state.withLock { $0.backoff.reset() }
            complain("\(reason): the alert is given up")
            return nil
        case .failedForNow(let reason, let retryAfter):
            return await postpone(pending, reason: reason, retryAfter: retryAfter)
        }
    }

    private func postpone(_ pending: PendingAlert, reason: String, retryAfter: Int?) async -> Duration {
        let random = context.timing.random()
        let (pause, isStopping) = state.withLock { state in
            state.statistics.retried += 1
            state.queue.postponeCurrent()
            return (state.backoff.fail(retryAfterSeconds: retryAfter, random: random), state.isStopping)
        }
        if let id = pending.id {
            let next = context.timing.now().adding(milliseconds: Int64(pause / .milliseconds(1)))
            await journal?.postpone(id, tries: pending.tries + 1, until: next, note: reason)
        }
        let next =
            isStopping
            ? "that was the last try" : "tried again in \(Int((pause / .seconds(1)).rounded(.up))) s"
        complain("\(reason): \(next)")
        return pause
    }

    private func end(
        _ pending: PendingAlert,
        as outcome: DeliveryOutcome,
        note: String?,
        _ count: (inout DeliveryStatistics) -> Void
    ) async {
        state.withLock { state in
            state.queue.endCurrent()
            count(&state.statistics)
        }
        if let id = pending.id { await journal?.finish(id, as: outcome, note: note) }
    }

    private func timeLeft(for pending: PendingAlert) -> Duration {
        .milliseconds(max(0, pending.expires.milliseconds(since: context.timing.now())))
    }

    /// - Returns: false, at once, when delivery is stopping.
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
