import Civil

/// The alerts that wait for one webhook in memory alone, oldest first, never more than so many.
struct AlertQueue {
    private(set) var alerts: [PendingAlert] = []
    let limit: Int

    init(limit: Int) {
        self.limit = max(1, limit)
    }

    /// Appends an alert. When the queue is full the oldest goes, and with it its clear: who was not told of the trouble
    /// need not be told of its end.
    ///
    /// - Parameter isFirstBusy: the first is on its way just now and cannot go.
    /// - Returns: how many went.
    mutating func append(_ alert: PendingAlert, isFirstBusy: Bool) -> Int {
        let before = alerts.count
        alerts.append(alert)
        let oldest = isFirstBusy ? 1 : 0
        if alerts.count > limit, alerts.count > oldest {
            let gone = alerts.remove(at: oldest).alert
            let clear = alerts[oldest...].firstIndex {
                $0.alert.key == gone.key && $0.alert.state == .cleared
            }
            if gone.state == .raised, let clear { alerts.remove(at: clear) }
        }
        return before + 1 - alerts.count
    }

    mutating func replaceFirst(_ alert: PendingAlert) {
        alerts[0] = alert
    }

    mutating func removeFirst() {
        alerts.removeFirst()
    }
}
