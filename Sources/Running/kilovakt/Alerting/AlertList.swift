import Alerts
import Civil
import Daemon
import History
import Ledger

/// The alerts of the outbox, each with its deliveries to webhooks and to the broker.
struct AlertList {
    /// An alert, or the end of one.
    struct Entry {
        var alert: Alert
        var deliveries: [Delivery]
    }

    /// The state of an alert's delivery to a webhook, or to the broker.
    struct Delivery {
        /// `nil` for the broker.
        var webhook: String?
        var kept: KeptEntry
    }

    /// Oldest first.
    private(set) var alerts: [Entry] = []
    /// The number of entries that this version cannot read as alerts.
    private(set) var unreadable = 0

    /// The most entries that are read: a year's closed hours, and many alerts.
    static let mostEntries = 100_000

    init(_ outbox: [KeptEntry]) {
        var places: [String: Int] = [:]
        for kept in outbox {
            let webhook = AlertWay.webhook(ofLane: kept.entry.lane)
            guard webhook != nil || kept.entry.address.hasSuffix("/alert") else { continue }
            let delivery = Delivery(webhook: webhook, kept: kept)
            if let place = places[kept.entry.key] {
                alerts[place].deliveries.append(delivery)
                continue
            }
            do throws(UnreadableAlert) {
                alerts.append(Entry(alert: try Alert(json: kept.entry.body), deliveries: [delivery]))
                places[kept.entry.key] = alerts.count - 1
            } catch {
                unreadable += 1
            }
        }
    }
}
