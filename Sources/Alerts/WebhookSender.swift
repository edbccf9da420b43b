import Foundation
import HTTPClient
import Ledger
public import Logging
import Synchronization

/// Delivers alerts to webhooks: each has its own queue and its own pace, so one that hangs holds up nothing else.
///
/// In order: an alert that cannot be delivered yet keeps those behind it waiting, so that no end comes before its warning.
public final class WebhookSender: Sendable {
    private let softwareVersion: String
    private let log: Logger
    private let lanes: [String: Lane]
    private let sleep: @Sendable (Duration) async throws -> Void

    /// One webhook and what waits for it.
    private struct Lane: Sendable {
        let webhook: Webhook
        let alerts: AsyncStream<Alert>
        let intake: AsyncStream<Alert>.Continuation
    }

    /// An alert that is older than this when it could be delivered tells nobody anything.
    private static let lifetimeSeconds: Int64 = 86_400
    /// So many may wait for one webhook; beyond that the oldest are given up.
    private static let longestQueue = 256

    /// - Parameter sleep: how to wait between attempts; tests do not.
    public init(
        webhooks: [Webhook],
        softwareVersion: String,
        log: Logger,
        sleep: @escaping @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }
    ) {
        self.softwareVersion = softwareVersion
        self.log = log
        self.sleep = sleep
        var lanes: [String: Lane] = [:]
        for webhook in webhooks {
            let (alerts, intake) = AsyncStream.makeStream(
                of: Alert.self,
                bufferingPolicy: .bufferingNewest(Self.longestQueue)
            )
            lanes[webhook.name] = Lane(webhook: webhook, alerts: alerts, intake: intake)
        }
        self.lanes = lanes
    }

    /// Queues an alert for these webhooks; returns at once.
    public func send(_ alert: Alert, to names: [String]) {
        for name in names { lanes[name]?.intake.yield(alert) }
    }

    /// Delivers until the task is cancelled.
    public func run() async {
        await withTaskGroup { group in
            for lane in lanes.values { group.addTask { await self.run(lane) } }
        }
    }

    /// Sends one alert once.
    public func attempt(_ alert: Alert, to webhook: Webhook) async -> DeliveryOutcome {
        let now = Int64(Date().timeIntervalSince1970)
        let request = webhook.request(for: alert, unixSeconds: now, softwareVersion: softwareVersion)
        do throws(HTTPError) {
            return DeliveryOutcome(try await HTTPClient.send(request))
        } catch {
            return DeliveryOutcome(error)
        }
    }

    private func run(_ lane: Lane) async {
        for await alert in lane.alerts {
            await deliver(alert, to: lane.webhook)
        }
    }

    private func deliver(_ alert: Alert, to webhook: Webhook) async {
        var backOff = BackOff()
        var hasComplained = false
        while !Task.isCancelled {
            switch await attempt(alert, to: webhook) {
            case .delivered:
                if hasComplained { log.notice("webhook \(webhook.name): delivered after all") }
                return
            case .refused(let reason):
                log.error("webhook \(webhook.name) at \(webhook.host): \(reason); the alert is given up")
                return
            case .later(let reason, let retryAfter):
                guard !Task.isCancelled else { return }
                guard !isTooOld(alert) else {
                    log.error(
                        "webhook \(webhook.name) at \(webhook.host): not delivered in a day; the alert is given up"
                    )
                    return
                }
                if !hasComplained {
                    log.warning("webhook \(webhook.name) at \(webhook.host): \(reason); trying again")
                }
                hasComplained = true
                try? await sleep(backOff.next(atLeast: retryAfter))
            }
        }
    }

    private func isTooOld(_ alert: Alert) -> Bool {
        Int64(Date().timeIntervalSince1970) - alert.time.unixSeconds > Self.lifetimeSeconds
    }
}
