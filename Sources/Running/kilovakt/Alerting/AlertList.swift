import Alerts
import Civil
import History
import Ledger

/// The alerts of the outbox, each with what came of it on every way that it takes.
struct AlertList {
    /// An alert, or the end of one.
    struct Entry {
        var alert: Alert
        var ways: [Way]
    }

    /// What came of it at a webhook, or at the broker.
    struct Way {
        /// `nil` for the broker.
        var webhook: String?
        var kept: KeptEntry
    }

    /// Oldest first.
    private(set) var alerts: [Entry] = []
    /// Entries that are no alerts as this version knows them.
    private(set) var unreadable = 0

    /// A year's closed hours, and many alerts.
    static let mostEntries = 100_000

    init(_ outbox: [KeptEntry]) {
        var places: [String: Int] = [:]
        for kept in outbox {
            let webhook = AlertWay.webhook(ofLane: kept.entry.lane)
            guard webhook != nil || kept.entry.address.hasSuffix("/alert") else { continue }
            let way = Way(webhook: webhook, kept: kept)
            if let place = places[kept.entry.key] {
                alerts[place].ways.append(way)
                continue
            }
            do throws(UnreadableAlert) {
                alerts.append(Entry(alert: try Alert(json: kept.entry.body), ways: [way]))
                places[kept.entry.key] = alerts.count - 1
            } catch {
                unreadable += 1
            }
        }
    }
}
