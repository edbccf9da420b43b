import Telling

/// A message as it goes to the broker.
struct Message: Sendable, Equatable {
    enum Delivery: Sendable, Equatable {
        /// For those who listen now: worth nothing later.
        case live
        /// The broker keeps the last one for those who come later.
        case retained
        /// Waits for the broker, goes out in order, and stays until the broker has confirmed it (QoS 1).
        case queued
    }

    var topic: String
    var payload: [UInt8]
    var delivery: Delivery
    /// What the disk knows it by, where it does.
    var id: Int64?
}

extension Message {
    init(_ queued: QueuedMessage) {
        self.init(topic: queued.topic, payload: queued.payload, delivery: .queued, id: queued.id)
    }

    /// - Returns: `nil` for a payload that JSON cannot hold: nothing is sent then, and what the broker retains stays.
    init?(topic: String, json payload: some Encodable, delivery: Delivery) {
        guard let bytes = PayloadJSON.bytes(payload) else { return nil }
        self.init(topic: topic, payload: bytes, delivery: delivery)
    }

    init(topic: String, text: String, delivery: Delivery) {
        self.init(topic: topic, payload: Array(text.utf8), delivery: delivery)
    }
}
