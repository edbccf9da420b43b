public import DLMS

/// Turns a meter's frames into readings.
///
/// Remembers who the meter is, so that the texts of list 2, the same every ten seconds for years, are compared and not
/// made again.
public struct MeterReader: Sendable {
    private var reader: MessageReader
    @usableFromInline var sink: ReadingSink

    /// - Parameters:
    ///   - decipher: opens encrypted messages; `nil` without a key.
    ///   - id: stands for the number of a meter that sends none; `nil` for its first line or its maker's name.
    public init(decipher: Decipher? = nil, id: String? = nil) {
        reader = MessageReader(decipher: decipher)
        sink = ReadingSink(id: id)
    }

    /// The meter, once it has said who it is.
    public var identity: MeterIdentity? { sink.identity }

    /// True when the meter has sent a number of its own: else another of its kind has the same identity.
    public var hasNumber: Bool { sink.hasNumber }

    /// What a frame held, read.
    public enum Message: Sendable {
        case reading(Reading)
        /// A part of a message: more follow.
        case incomplete
        case unknown(UnknownMessage)
    }

    /// Messages that were given up because a part of them never came.
    public var abandoned: Int { reader.abandoned }

    /// The last reading: what the frame held for which `read` said `registers`.
    @inlinable public var reading: Reading { sink.reading }

    /// Reads a frame.
    ///
    /// - Returns: `registers` when a message was complete and `reading` holds what it says.
    /// - Throws: when the frame's bytes are those of a known list but wrong; no part of it becomes a reading.
    public mutating func read(_ frame: borrowing Frame) throws(DecodingError) -> MessageKind {
        sink.begin()
        let kind = try reader.read(frame, into: &sink)
        if case .registers(let make) = kind { sink.finish(make) }
        return kind
    }

    /// Reads a frame and gives the reading with the answer.
    ///
    /// - Throws: as `read`.
    public mutating func message(in frame: borrowing Frame) throws(DecodingError) -> Message {
        switch try read(frame) {
        case .unknown(let unknown): .unknown(unknown)
        case .incomplete: .incomplete
        case .registers: .reading(reading)
        }
    }

    /// The reading in a frame; `nil` when it holds none, for whatever reason.
    public mutating func reading(from frame: borrowing Frame) -> Reading? {
        do throws(DecodingError) {
            guard case .registers = try read(frame) else { return nil }
            return reading
        } catch {
            return nil
        }
    }
}
