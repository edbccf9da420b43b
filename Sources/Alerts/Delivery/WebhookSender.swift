public import HTTPClient
public import Logging

/// Delivers alerts to webhooks, each apart from the others: one that hangs or fails holds up nothing else.
///
/// For each webhook alerts are delivered in order, an alert until it is taken, refused or too old. A raise is delivered
/// even when it was cleared meanwhile, and its clear after it.
public final class WebhookSender: Sendable {
    private let context: DeliveryContext
    private let lanes: [String: WebhookLane]

    /// - Parameters:
    ///   - webhooks: with different names; of two with the same the first counts.
    ///   - version: of kilovakt, for `User-Agent`.
    public init(
        webhooks: [Webhook],
        version: String,
        logger: Logger,
        timing: DeliveryTiming = .system,
        client: CurlClient = CurlClient()
    ) {
        let context = DeliveryContext(client: client, timing: timing, version: version, logger: logger)
        self.context = context
        self.lanes = Dictionary(
            webhooks.map { ($0.name, WebhookLane(webhook: $0, context: context)) },
            uniquingKeysWith: { first, _ in first }
        )
    }

    /// Queues an alert and returns at once. Names that no webhook has are passed over, and logged.
    public func send(_ alert: Alert, to names: [String]) {
        for name in names {
            guard let lane = lanes[name] else {
                context.logger.warning(
                    "webhook \(name): there is none of this name; alert \(alert.key) is lost"
                )
                continue
            }
            lane.append(alert)
        }
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
    public func test(_ webhook: Webhook, alert: Alert) async -> DeliveryReport {
        let request = webhook.request(for: alert, at: context.timing.now(), version: context.version)
        let clock = ContinuousClock()
        let start = clock.now
        let result = await context.client.result(of: request)
        return DeliveryReport(webhook: webhook, result: result, took: clock.now - start)
    }
}

/// What all lanes share.
struct DeliveryContext: Sendable {
    let client: CurlClient
    let timing: DeliveryTiming
    let version: String
    let logger: Logger
}
