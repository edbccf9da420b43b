/// Events of a connection, in the order in which they came.
package enum BrokerEvent: Sendable, Equatable {
    /// The broker has accepted this client.
    case welcomed
    /// The broker lets this client read the topic that it asked for, or does not.
    case granted(Bool)
    /// The message of this number is written to the socket (QoS 0) or confirmed by the broker (QoS 1).
    case published(Int32)
    case received(ReceivedMessage)
}

/// A message that the broker passed on.
package struct ReceivedMessage: Sendable, Equatable {
    package var topic: String
    /// Its first bytes, at most as many as the connection was told.
    package var payload: [UInt8]
    /// The broker had kept it since a time that nobody knows.
    package var isRetained: Bool
}
