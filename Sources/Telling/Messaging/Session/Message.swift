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

    init(topic: String, text: String, delivery: Delivery) {
        self.init(topic: topic, payload: Array(text.utf8), delivery: delivery)
    }
}
