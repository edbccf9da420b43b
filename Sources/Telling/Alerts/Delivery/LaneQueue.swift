import Civil

/// What waits for one webhook: on disk, of which a few are here at a time, and what only memory has because the disk could not
/// be written.
struct LaneQueue {
    /// Loaded from the disk, oldest first.
    private var loaded: [PendingAlert] = []
    private var unkept: AlertQueue
    /// The last one that was loaded.
    private(set) var lastID: Int64 = 0
    /// Whether there may be more on disk than was loaded.
    private(set) var mayHoldMore: Bool
    /// How many were told of and not loaded yet.
    private var announced = 0
    /// Told of while the disk was being read: the reading may have missed it.
    private var isAnnouncedWhileLoading = false
    /// The one being tried.
    private(set) var current: PendingAlert?

    /// So many are loaded at a time.
    static let loadLimit = 20

    /// - Parameters:
    ///   - limit: how many may wait in memory alone.
    ///   - hasDisk: whether alerts of an earlier run may wait on disk.
    init(limit: Int, hasDisk: Bool) {
        unkept = AlertQueue(limit: limit)
        mayHoldMore = hasDisk
    }

    /// Alerts that are known to wait, the one being tried among them.
    var count: Int { loaded.count + unkept.alerts.count + announced }

    var needsLoading: Bool { loaded.isEmpty && mayHoldMore }

    /// Adds an alert that no disk has.
    ///
    /// - Returns: how many had to make room.
    mutating func append(_ alert: PendingAlert) -> Int {
        let isFirstBusy = current.map { $0.id == nil } ?? false
        return unkept.append(alert, isFirstBusy: isFirstBusy)
    }

    /// Hears that so many more are on disk.
    mutating func announce(_ count: Int) {
        mayHoldMore = true
        isAnnouncedWhileLoading = true
        announced += count
    }

    /// The disk is about to be read.
    mutating func beginLoading() {
        isAnnouncedWhileLoading = false
    }

    /// Takes what was loaded.
    ///
    /// - Parameters:
    ///   - last: the last one that was read, whether or not it was of use.
    ///   - isAll: whether that was all there was.
    mutating func take(_ alerts: [PendingAlert], last: Int64?, isAll: Bool) {
        loaded += alerts
        lastID = max(lastID, last ?? 0)
        let isEmptied = isAll && !isAnnouncedWhileLoading
        announced = isEmptied ? 0 : max(0, announced - alerts.count)
        mayHoldMore = !isEmptied
    }

    /// The oldest, which is being tried from now on, until `postponeCurrent` or `endCurrent`.
    mutating func begin() -> PendingAlert? {
        if current == nil { current = first }
        return current
    }

    /// The one being tried was not taken and waits, as the first, for another try.
    mutating func postponeCurrent() {
        guard var pending = current else { return }
        pending.tries += 1
        pending.nextTry = nil
        if pending.id == nil { unkept.replaceFirst(pending) } else { loaded[0] = pending }
        current = nil
    }

    /// The one being tried is done with.
    mutating func endCurrent() {
        guard let pending = current else { return }
        if pending.id == nil { unkept.removeFirst() } else { loaded.removeFirst() }
        current = nil
    }

    /// By age: what one of them was raised by may have been kept, and what cleared it not, or the other way round.
    private var first: PendingAlert? {
        guard let kept = loaded.first else { return unkept.alerts.first }
        guard let other = unkept.alerts.first else { return kept }
        if kept.alert.time != other.alert.time { return kept.alert.time < other.alert.time ? kept : other }
        return other.alert.state == .raised ? other : kept
    }
}
