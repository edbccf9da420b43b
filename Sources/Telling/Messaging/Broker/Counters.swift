import Synchronization

/// Counts of the broker's thread, for others to read.
final class Counters: Sendable {
    private let statistics = Mutex(MQTTPublisher.Statistics())

    var current: MQTTPublisher.Statistics { statistics.withLock { $0 } }

    func published() { statistics.withLock { $0.published += 1 } }

    func update(isConnected: Bool, waiting: Int, dropped: Int) {
        statistics.withLock { statistics in
            statistics.isConnected = isConnected
            statistics.waiting = waiting
            statistics.dropped = dropped
        }
    }
}
