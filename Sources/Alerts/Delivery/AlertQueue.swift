import Ledger

/// The alerts that wait for one webhook, oldest first, never more than so many.
struct AlertQueue {
    private(set) var alerts: [Alert] = []
    let limit: Int

    init(limit: Int) {
        self.limit = max(1, limit)
    }

    /// Appends an alert. When the queue is full the oldest goes, and with it its clear: who was not told of the trouble
    /// need not be told of its end.
    ///
    /// - Parameter isFirstBusy: the first is on its way just now and cannot go.
    /// - Returns: how many went.
    mutating func append(_ alert: Alert, isFirstBusy: Bool) -> Int {
        let before = alerts.count
        alerts.append(alert)
        let oldest = isFirstBusy ? 1 : 0
        if alerts.count > limit, alerts.count > oldest {
            let gone = alerts.remove(at: oldest)
            let clear = alerts[oldest...].firstIndex { $0.key == gone.key && $0.state == .cleared }
            if gone.state == .raised, let clear { alerts.remove(at: clear) }
        }
        return before + 1 - alerts.count
    }

    mutating func removeFirst() {
        alerts.removeFirst()
    }
}
