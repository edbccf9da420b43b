/// What libmosquitto calls back with.
enum BrokerEvent: Sendable, Equatable {
    /// The broker's answer to our greeting: 0 is welcome.
    case answered(code: Int32)
    /// The message of this number is written to the socket (QoS 0) or confirmed by the broker (QoS 1).
    case published(Int32)
    /// Somebody said something on a topic that we follow.
    ///
    /// - payload: its first bytes, at most `longestPayload`.
    case received(topic: String, payload: [UInt8], isRetained: Bool)
    /// Nothing that is waited for is as long.
    static let longestPayload = 64
    /// Why the connection is about to end, from the library's log.
    case complaint(String)
}

/// Collects the events of one connection. libmosquitto calls back from inside the calls made to it, on the same thread.
final class BrokerEvents {
    private var events: [BrokerEvent] = []

    func append(_ event: BrokerEvent) { events.append(event) }

    func takeAll() -> [BrokerEvent] {
        defer { events = [] }
        return events
    }

    /// The collector that a callback was registered with.
    static func from(_ context: UnsafeMutableRawPointer?) -> BrokerEvents? {
        context.map { Unmanaged<BrokerEvents>.fromOpaque($0).takeUnretainedValue() }
    }
}
