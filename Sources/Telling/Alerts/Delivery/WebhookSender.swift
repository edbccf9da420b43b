public import HTTPClient
public import Logging

/// Delivers alerts to webhooks, each apart from the others: a webhook that hangs or fails delays no other.
///
/// Each webhook gets its alerts in order; each is tried until it is accepted, refused or too old. A raise is delivered even
/// when it was cleared meanwhile, and its clear after it. With a store, alerts wait there however long the webhook or the
/// program is away.
public final class WebhookSender: Sendable {
    private let context: DeliveryContext
    private let lanes: [String: WebhookLane]

    /// - Parameters:
    ///   - webhooks: with different names; of two with the same name the first counts.
    ///   - locale: of the people who read times and states in templates.
    ///   - store: where alerts wait; `nil` keeps them in memory.
    ///   - version: of kilovakt, for `User-Agent`.
    public init(
        webhooks: [Webhook],
        locale: WebhookLocale,
        store: (any DeliveryStore)? = nil,
        version: String,
        logger: Logger,
        timing: DeliveryTiming = .system,
        client: CurlClient = CurlClient()
    ) {
        let context = DeliveryContext(
            client: client,
            timing: timing,
            locale: locale,
            store: store,
            version: version,
            logger: logger
        )
        self.context = context
        self.lanes = Dictionary(
            webhooks.map { ($0.name, WebhookLane(webhook: $0, context: context)) },
            uniquingKeysWith: { first, _ in first }
        )
    }

    /// Queues an alert in memory and returns at once. Unknown names are logged and passed over.
    public func send(_ alert: Alert, to names: [String]) {
        for name in names { lane(name, for: "alert \(alert.key)")?.append(alert) }
    }

    /// Announces that the store has `count` more alerts for a webhook; returns at once.
    public func announce(_ count: Int, to name: String) {
        lane(name, for: "an alert of the history")?.announce(count)
    }

    private func lane(_ name: String, for alert: String) -> WebhookLane? {
        if let lane = lanes[name] { return lane }
        context.logger.warning("no webhook of the name \(name) is configured; \(alert) is lost")
        return nil
    }

    /// Delivers until its task is cancelled; then each webhook gets one last try for its next alert, at most a second long.
    /// To be called once: alerts that are queued afterwards are not delivered.
    public func run() async {
        await withTaskGroup(of: Void.self) { group in
            for lane in lanes.values { group.addTask { await lane.run() } }
            // Runs until it is told to stop, even without webhooks.
            group.addTask { while !Task.isCancelled { try? await Task.sleep(for: .seconds(86_400)) } }
        }
    }

    /// By the webhooks' names.
    public var statistics: [String: DeliveryStatistics] { lanes.mapValues(\.statistics) }

    /// Sends an alert once, past all queues, and reports the result in words. For `kilovakt alerts test NAME`.
    ///
    /// - Throws: when the result of the webhook's template cannot be sent.
    public func test(_ webhook: Webhook, alert: Alert) async throws(TemplateError) -> DeliveryReport {
        var request = try webhook.request(for: alert, at: context.timing.now(), in: context)
        let trace = AsyncStream.makeStream(of: HTTPTrace.self)
        request.trace = { trace.continuation.yield($0) }
        let clock = ContinuousClock()
        let start = clock.now
        let result = await context.client.result(of: request)
        let took = clock.now - start
        trace.continuation.finish()
        let steps = await trace.stream.first { _ in true }
        return DeliveryReport(webhook: webhook, request: request, result: result, took: took, trace: steps)
    }
}

/// The means of delivery that all lanes share.
struct DeliveryContext: Sendable {
    let client: CurlClient
    let timing: DeliveryTiming
    let locale: WebhookLocale
    let store: (any DeliveryStore)?
    let version: String
    let logger: Logger
}

/// The deliveries of a webhook since the start.
public struct DeliveryStatistics: Sendable, Hashable {
    /// Alerts that the receiver accepted.
    public var delivered = 0
    /// Failed tries that were or will be repeated.
    public var retried = 0
    /// Alerts that the receiver refused for good.
    public var failed = 0
    /// Alerts that became too old, or were dropped to make room.
    public var dropped = 0
    /// Alerts that wait now, including the one being tried.
    public var waiting = 0

    public init() {}
}
