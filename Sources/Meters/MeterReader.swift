public import DLMS

/// Turns a meter's frames into readings.
///
/// Remembers who the meter is, so that the texts of list 2, the same every ten seconds for years, are compared and not
/// made anew.
public struct MeterReader: Sendable {
    private var reader: MessageReader
    private var sink = ReadingSink()

    /// - Parameter decipher: opens encrypted messages; `nil` without a key.
    public init(decipher: Decipher? = nil) {
        reader = MessageReader(decipher: decipher)
    }

    /// The meter, once it has said who it is.
    public var identity: MeterIdentity? { sink.identity }

    /// What a frame held, read.
    public enum Message: Sendable {
        case reading(Reading)
        /// A part of a message: more follow.
        case incomplete
        case unknown(UnknownMessage)
    }

    /// Messages that were given up because a part of them never came.
    public var abandoned: Int { reader.abandoned }

    /// - Throws: when the frame's bytes are those of a known list but wrong; no part of it becomes a reading.
    public mutating func message(in frame: borrowing Frame) throws(DecodingError) -> Message {
        sink.begin()
        switch try reader.read(frame, into: &sink) {
        case .unknown(let unknown): return .unknown(unknown)
        case .incomplete: return .incomplete
        case .registers(let make):
            sink.finish(make)
            return .reading(sink.reading)
        }
    }

    /// The reading in a frame; `nil` when it holds none, for whatever reason.
    public mutating func reading(from frame: borrowing Frame) -> Reading? {
        do {
            guard case .reading(let reading) = try message(in: frame) else { return nil }
            return reading
        } catch {
            return nil
        }
    }
}
