package import Alerts
import Civil
import Foundation
import History
import Logging
package import Settings

/// The webhooks, and their lanes of the outbox.
enum WebhookWiring {
    /// Makes a sender that gets what is kept, and what an earlier run left.
    static func sender(
        _ configuration: Configuration,
        _ store: HistoryStore,
        _ writer: HistoryWriter,
        at now: Instant,
        _ log: Logger
    ) -> WebhookSender {
        giveUpOthers(than: configuration.webhooks, store, at: now, log)
        let sender = WebhookSender(
            webhooks: configuration.webhooks,
            locale: configuration.webhookLocale,
            store: DeliveryDisk(writer: writer),
            version: softwareVersion,
            logger: log
        )
        writer.onKept(AlertWay.webhookLanes) { handovers in
            for handover in handovers { pass(handover, to: sender, log) }
        }
        return sender
    }

    private static func pass(_ handover: HistoryWriter.Handover, to sender: WebhookSender, _ log: Logger) {
        guard let webhook = AlertWay.webhook(ofLane: handover.entry.lane) else { return }
        guard handover.id == nil else { return sender.announce(1, to: webhook) }
        // The disk does not take it: it goes out from memory.
        do throws(UnreadableAlert) {
            sender.send(try Alert(json: handover.entry.body), to: [webhook])
        } catch {
            log.error("webhook \(webhook): \(error)")
        }
    }

    /// What waits for webhooks that are not configured any more will never be delivered.
    private static func giveUpOthers(
        than webhooks: [Webhook],
        _ store: HistoryStore,
        at now: Instant,
        _ log: Logger
    ) {
        do throws(HistoryError) {
            let count = try store.expire(
                lanesBeginning: AlertWay.webhookLanes,
                except: webhooks.map { AlertWay.lane(of: $0.name) },
                note: "there is no webhook of this name any more",
                at: now
            )
            if count > 0 {
                log.warning("\(count) alerts waited for webhooks that are not configured any more: given up")
            }
        } catch {
            log.error("what waits for webhooks that are gone could not be given up: \(error)")
        }
    }
}

extension Configuration {
    /// Where the people are whom alerts are for.
    package var webhookLocale: WebhookLocale {
        WebhookLocale(calendar: home.calendar, language: home.language)
    }
}
