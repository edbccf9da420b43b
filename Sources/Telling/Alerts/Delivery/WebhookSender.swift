public import HTTPClient
public import Logging

/// Delivers alerts to webhooks, each apart from the others: one that hangs or fails holds up nothing else.
///
/// For each webhook alerts are delivered in order, an alert until it is taken, refused or too old. A raise is delivered
/// even when it was cleared meanwhile, and its clear after it. With a store they wait there, however long the webhook or
/// the program is away.
public final class WebhookSender: Sendable {
    private let context: DeliveryContext
    private let lanes: [String: WebhookLane]

    /// - Parameters:
    ///   - webhooks: with different names; of two with the same the first counts.
    ///   - place: how templates write times and states.
    ///   - store: where alerts wait; `nil` keeps them in memory.
    ///   - version: of kilovakt, for `User-Agent`.
    public init(
        webhooks: [Webhook],
        place: DeliveryPlace,
        store: (any DeliveryStore)? = nil,
        version: String,
        logger: Logger,
        timing: DeliveryTiming = .system,
        client: CurlClient = CurlClient()
    ) {
        let context = DeliveryContext(
            client: client,
            timing: timing,
            place: place,
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

    /// Queues an alert in memory and returns at once. Names that no webhook has are passed over, and logged.
    public func send(_ alert: Alert, to names: [String]) {
        for name in names { lane(name, for: alert.key)?.append(alert) }
    }

    /// Hears that the store has so many more for a webhook; returns at once.
    public func announce(_ count: Int, to name: String) {
        lane(name, for: "of the history")?.announce(count)
    }

    private func lane(_ name: String, for alert: String) -> WebhookLane? {
        if let lane = lanes[name] { return lane }
        context.logger.warning("webhook \(name): there is none of this name; alert \(alert) is lost")
        return nil
    }

    /// Delivers until its task is cancelled; then each webhook gets one last try of what waits, a second long at most.
    /// Once only: what is queued afterwards stays.
    public func run() async {
        await withTaskGroup(of: Void.self) { group in
            for lane in lanes.values { group.addTask { await lane.run() } }
            // Without webhooks too it runs until it is told to stop.
            group.addTask { while !Task.isCancelled { try? await Task.sleep(for: .seconds(86_400)) } }
        }
    }

    /// By the webhooks' names.
    public var statistics: [String: DeliveryStatistics] { lanes.mapValues(\.statistics) }

    /// Sends an alert once, past all queues, and says in words what came of it. For `kilovakt alerts test NAME`.
    ///
    /// - Throws: when the webhook's template makes nothing that can be sent.
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

/// What all lanes share.
struct DeliveryContext: Sendable {
    let client: CurlClient
    let timing: DeliveryTiming
    let place: DeliveryPlace
    let store: (any DeliveryStore)?
    let version: String
    let logger: Logger
}
