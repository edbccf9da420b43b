/// Bytes as they came from a source, in one piece.
///
/// Where pieces begin and end says nothing about messages: a message may be cut anywhere.
public struct Chunk: Sendable, Hashable {
    /// Never empty.
    public var bytes: [UInt8]
    /// When the bytes were read, by the host's clock, in ms since 1970 UTC; `nil` in captures without times.
    public var arrivalUnixMilliseconds: Int64?
    /// How many bytes of this source came before, from 0; in a text capture, of the bytes that the text stands for.
    public var offset: Int

    public init(bytes: [UInt8], arrivalUnixMilliseconds: Int64? = nil, offset: Int = 0) {
        self.bytes = bytes
        self.arrivalUnixMilliseconds = arrivalUnixMilliseconds
        self.offset = offset
    }
}

/// What is open, in words for people.
public struct PortDescription: Sendable, Hashable {
    /// The device, address or file: `/dev/serial/by-id/…`, `tcp://host:port`.
    public var source: String
    /// `2400 8E1`; `nil` where there is no line speed.
    public var speed: String?

    public init(source: String, speed: String? = nil) {
        self.source = source
        self.speed = speed
    }
}

/// What happens at a port, in order.
public enum PortEvent: Sendable, Hashable {
    /// The port is open: at the start, after an outage, and again with each retuning.
    case opened(PortDescription)
    case chunk(Chunk)
    /// The port could not be opened, or went away. Said once per outage; the port retries by itself until it is
    /// `opened` again. A capture that cannot be read is not retried: `ended` follows.
    case lost(PortError)
    /// Something in a capture could not be read and was passed over; what comes after it goes on.
    case damaged(CaptureError)
    /// A capture was read to its end. The last event.
    case ended
}
