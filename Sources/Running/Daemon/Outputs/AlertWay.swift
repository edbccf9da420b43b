import Alerts
import Civil
import History
import Logging
import Messaging

/// Where alerts go: into the outbox, from which each webhook and the broker get them.
package struct AlertWay: Sendable {
    let writer: HistoryWriter
    let webhooks: [Webhook]
    /// `nil` when MQTT is turned off.
    let mqtt: MQTTSettings?
    let log: Logger

    /// Has alerts kept, and with them, in one transaction, what the rules that raised them remember: after a crash nothing is
    /// raised a second time, and what was raised is cleared.
    ///
    /// - Parameters:
    ///   - meterID: `nil` for a meter that has not said who it is: it has no topic yet.
    ///   - source: whose rules they are.
    func send(_ alerts: [Alert], under meterID: String?, source: String, _ state: AlertEngine.State) {
        var states: [String: [UInt8]] = [:]
        do throws(UnwritableAlert) { states[source] = try state.json() } catch { log.error("\(error)") }
        writer.send(alerts.flatMap { entries(for: $0, under: meterID) }, alertStates: states)
    }

    /// The entries of an alert for the broker and each webhook; none, with a line in the log, for one that cannot be written.
    private func entries(for alert: Alert, under meterID: String?) -> [OutboxEntry] {
        do throws(UnwritableAlert) {
            let body = try alert.json()
            let broker = entryForBroker(alert, body, under: meterID)
            return (broker.map { [$0] } ?? []) + entriesForWebhooks(alert, body)
        } catch {
            log.error("\(error)")
            return []
        }
    }

    private func entryForBroker(_ alert: Alert, _ body: [UInt8], under meterID: String?) -> OutboxEntry? {
        guard let mqtt, let meterID else { return nil }
        return OutboxEntry(
            lane: MQTTLane.name,
            key: Self.key(of: alert),
            time: alert.time,
            address: mqtt.alertTopic(of: meterID),
            body: body
        )
    }

    private func entriesForWebhooks(_ alert: Alert, _ body: [UInt8]) -> [OutboxEntry] {
        webhooks.filter { alert.to.contains($0.name) }.map { webhook in
            OutboxEntry(
                lane: Self.lane(of: webhook.name),
                key: Self.key(of: alert),
                time: alert.time,
                body: body,
                expires: webhook.expiry(of: alert)
            )
        }
    }

    /// Another one of the same key is the same alert, and not taken.
    private static func key(of alert: Alert) -> String { "alert/\(alert.key)/\(alert.state.rawValue)" }

    static let webhookLanes = "webhook/"

    static func lane(of webhook: String) -> String { webhookLanes + webhook }

    /// - Returns: `nil` for a lane of another kind.
    package static func webhook(ofLane lane: String) -> String? {
        lane.hasPrefix(webhookLanes) ? String(lane.dropFirst(webhookLanes.count)) : nil
    }
}
