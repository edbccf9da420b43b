import Alerts
import History
import Messaging

/// What alerts may say of the machine.
struct HostFacts: Sendable {
    let publisher: MQTTPublisher?
    let writer: HistoryWriter
    /// Where the history lies.
    let path: String

    func read() -> AlertFacts {
        AlertFacts(
            isBrokerConnected: publisher?.isConnected,
            diskFreeBytes: DiskRoom.freeBytes(at: path),
            isHistoryFailing: writer.cannotWrite
        )
    }
}
