import Civil
public import Ledger
public import Meters
import Telling

/// A message that must reach the broker: it waits for it, in order, and stays until the broker has confirmed it.
public struct QueuedMessage: Sendable, Hashable {
    /// Names it when the broker has it; `nil` for one that nobody keeps but the publisher.
    public var id: Int64?
    public var topic: String
    public var payload: [UInt8]

    public init(id: Int64? = nil, topic: String, payload: [UInt8]) {
        self.id = id
        self.topic = topic
        self.payload = payload
    }
}

extension MQTTSettings {
    /// An hour that is over, for those who listen under `<id>/closed`.
    ///
    /// - Parameter hasExport: whether the meter says what is fed in; where it does not, an hour's 0 is left out.
    public func closedMessage(_ hour: Hour, of meter: MeterIdentity, hasExport: Bool) -> QueuedMessage? {
        PayloadJSON.bytes(ClosedPayload(hour, sendsExport: hasExport)).map { payload in
            QueuedMessage(topic: Topics(base: baseTopic, meterID: meter.id)[.closed], payload: payload)
        }
    }

    /// Where alerts of a meter go: `<id>/alert`.
    public func alertTopic(of meterID: String) -> String {
        Topics(base: baseTopic, meterID: meterID)[.alert]
    }
}

extension LiveValues {
    /// True once the meter has said what is fed in.
    public var hasExport: Bool { sendsExport || (energyExportWh ?? 0) > 0 }
}
