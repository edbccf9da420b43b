import Civil

/// The alerts that wait for one webhook: those on disk, a few of which are loaded at a time, and those that are only in
/// memory because the disk could not be written.
struct DeliveryQueue {
    /// Loaded from the disk, oldest first.
    private var loaded: [PendingAlert] = []
    private var unkept: MemoryQueue
    /// The id of the last alert that was loaded.
    private(set) var lastID: Int64 = 0
    /// Whether there may be more on disk than was loaded.
    private(set) var mayHoldMore: Bool
    /// The number of alerts that were announced and not loaded yet.
    private var announced = 0
    /// Whether an alert was announced while the disk was being read, which may have missed it.
    private var isAnnouncedWhileLoading = false
    /// The alert that is being tried.
    private(set) var current: PendingAlert?

    /// The number of alerts that are loaded at a time.
    static let loadLimit = 20

    /// - Parameters:
    ///   - limit: the most alerts that may wait only in memory.
    ///   - hasDisk: whether alerts of an earlier run may wait on disk.
    init(limit: Int, hasDisk: Bool) {
        unkept = MemoryQueue(limit: limit)
        mayHoldMore = hasDisk
    }

    /// The number of alerts that are known to wait, including the one being tried.
    var count: Int { loaded.count + unkept.alerts.count + announced }

    var needsLoading: Bool { loaded.isEmpty && mayHoldMore }

    /// Adds an alert that is not on disk.
    ///
    /// - Returns: the number of alerts that were dropped to make room.
    mutating func append(_ alert: PendingAlert) -> Int {
        let isFirstBusy = current.map { $0.id == nil } ?? false
        return unkept.append(alert, isFirstBusy: isFirstBusy)
    }

    /// Announces that `count` more alerts are on disk.
    mutating func announce(_ count: Int) {
        mayHoldMore = true
        isAnnouncedWhileLoading = true
        announced += count
    }

    /// The disk is about to be read.
    mutating func beginLoading() {
        isAnnouncedWhileLoading = false
    }

    /// Adds alerts that were loaded from disk.
    ///
    /// - Parameters:
    ///   - last: the id of the last entry that was read, readable or not.
    ///   - isAll: whether no more entries were on disk.
    mutating func finishLoading(_ alerts: [PendingAlert], last: Int64?, isAll: Bool) {
        loaded += alerts
        lastID = max(lastID, last ?? 0)
        let isEmptied = isAll && !isAnnouncedWhileLoading
        announced = isEmptied ? 0 : max(0, announced - alerts.count)
        mayHoldMore = !isEmptied
    }

    /// Begins to try the oldest alert, until `postponeCurrent` or `endCurrent`.
    mutating func begin() -> PendingAlert? {
        if current == nil { current = first }
        return current
    }

    /// Keeps the alert being tried, as the first in the queue, for another try.
    mutating func postponeCurrent() {
        guard var pending = current else { return }
        pending.tries += 1
        pending.nextTry = nil
        if pending.id == nil { unkept.replaceFirst(pending) } else { loaded[0] = pending }
        current = nil
    }

    /// Removes the alert being tried.
    mutating func endCurrent() {
        guard let pending = current else { return }
        if pending.id == nil { unkept.removeFirst() } else { loaded.removeFirst() }
        current = nil
    }

    /// The oldest alert. Ages are compared, as a raise may be on disk and its clear only in memory, or the other way round.
    private var first: PendingAlert? {
        guard let kept = loaded.first else { return unkept.alerts.first }
        guard let other = unkept.alerts.first else { return kept }
        if kept.alert.time != other.alert.time { return kept.alert.time < other.alert.time ? kept : other }
        return other.alert.state == .raised ? other : kept
    }
}

/// The alerts that wait for one webhook only in memory, oldest first, up to a limit.
struct MemoryQueue {
    private(set) var alerts: [PendingAlert] = []
    let limit: Int

    init(limit: Int) {
        self.limit = max(1, limit)
    }

    /// Appends an alert. A full queue drops its oldest alert and the clear of that one: who was not told of a trouble need
    /// not be told of its end.
    ///
    /// - Parameter isFirstBusy: whether the first alert is being tried and has to stay.
    /// - Returns: the number of alerts that were dropped.
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

/// An alert that waits for one webhook, or is being tried.
struct PendingAlert: Sendable {
    /// The id in the store; `nil` for an alert that is only in memory.
    var id: Int64?
    var alert: Alert
    var expires: Instant
    /// The number of failed tries.
    var tries = 0
    /// The time of the next try; `nil` for at once.
    var nextTry: Instant?
}

extension PendingAlert {
    init(_ kept: KeptAlert, expirySeconds: Int) throws(UnreadableAlert) {
        alert = try Alert(json: kept.body)
        id = kept.id
        expires = kept.expires ?? alert.time.adding(seconds: Int64(expirySeconds))
        tries = max(0, kept.tries)
        nextTry = kept.nextTry
    }
}
