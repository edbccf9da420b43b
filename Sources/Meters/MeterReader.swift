public import DLMS

/// Turns a meter's frames into readings.
///
/// Remembers who the meter is, so that the texts of list 2, the same every ten seconds for years, are compared and not
/// made anew.
public struct MeterReader: Sendable {
    /// The meter, once it has said who it is.
    public private(set) var identity: MeterIdentity?

    public init() {}

    /// What a frame held, read.
    public enum Message: Sendable {
        case reading(Reading)
        case unknown(UnknownMessage)
    }

    /// - Throws: when the frame's bytes are those of a known list but wrong; no part of it becomes a reading.
    public mutating func message(in frame: borrowing HDLCFrame) throws(DecodingError) -> Message {
        var sink = ReadingSink(known: identity)
        switch try readRegisters(of: frame, into: &sink) {
        case .unknown(let unknown):
            return .unknown(unknown)
        case .registers(let make):
            let reading = sink.reading(make)
            if let identity = reading.identity, identity != self.identity { self.identity = identity }
            return .reading(reading)
        }
    }

    /// The reading in a frame; `nil` when it holds none, for whatever reason.
    public mutating func reading(from frame: borrowing HDLCFrame) -> Reading? {
        do {
            guard case .reading(let reading) = try message(in: frame) else { return nil }
            return reading
        } catch {
            return nil
        }
    }
}
