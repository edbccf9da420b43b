/// A message on its way to a broker.
package struct BrokerMessage: Sendable, Equatable {
    package var topic: String
    package var payload: [UInt8]
    /// The broker confirms it (QoS 1).
    package var isConfirmed: Bool
    /// The broker keeps it for those who come later.
    package var isRetained: Bool

    package init(topic: String, payload: [UInt8], isConfirmed: Bool, isRetained: Bool) {
        self.topic = topic
        self.payload = payload
        self.isConfirmed = isConfirmed
        self.isRetained = isRetained
    }
}
