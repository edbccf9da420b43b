import Alerts
import Civil
import History
import Messaging

/// Where alerts go: into the outbox, from which each webhook and the broker get them.
struct AlertWay: Sendable {
    let writer: HistoryWriter
    let webhooks: [Webhook]
    /// `nil` when MQTT is turned off.
    let mqtt: MQTTSettings?

    /// Has alerts kept, and with them, in one transaction, what the rules that raised them remember: after a crash nothing is
    /// raised a second time, and what was raised is cleared.
    ///
    /// - Parameters:
    ///   - meterID: `nil` for a meter that has not said who it is: it has no topic yet.
    ///   - source: whose rules they are.
    func send(_ alerts: [Alert], under meterID: String?, source: String, _ state: AlertEngine.State) {
        let entries = alerts.flatMap { alert in
            [entryForBroker(alert, meterID)].compactMap { $0 } + entriesForWebhooks(alert)
        }
        writer.send(entries, alertStates: [source: state.json()])
    }

    private func entryForBroker(_ alert: Alert, _ meterID: String?) -> OutboxEntry? {
        guard let mqtt, let meterID else { return nil }
        return OutboxEntry(
            lane: MQTTLane.name,
            key: Self.key(of: alert),
            time: alert.time,
            address: mqtt.alertTopic(of: meterID),
            body: alert.json()
        )
    }

    private func entriesForWebhooks(_ alert: Alert) -> [OutboxEntry] {
        webhooks.filter { alert.to.contains($0.name) }.map { webhook in
            OutboxEntry(
                lane: Self.lane(of: webhook.name),
                key: Self.key(of: alert),
                time: alert.time,
                body: alert.json(),
                expires: webhook.expiry(of: alert)
            )
        }
    }

    /// Another one of the same key is the same alert, and not taken.
    private static func key(of alert: Alert) -> String { "alert/\(alert.key)/\(alert.state.rawValue)" }

    static let webhookLanes = "webhook/"

    static func lane(of webhook: String) -> String { webhookLanes + webhook }

    /// - Returns: `nil` for a lane of another kind.
    static func webhook(ofLane lane: String) -> String? {
        lane.hasPrefix(webhookLanes) ? String(lane.dropFirst(webhookLanes.count)) : nil
    }
}
