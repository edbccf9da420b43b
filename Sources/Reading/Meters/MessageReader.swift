public import DLMS

/// Reads the registers in a meter's frames: puts parts together, deciphers, and has the list read by the one profile that
/// recognises it.
public struct MessageReader: Sendable {
    private var assembly = MessageAssembly()
    private var cipher: CipherReader

    /// - Parameter decipher: opens encrypted messages; `nil` without a key.
    public init(decipher: Decipher? = nil) {
        cipher = CipherReader(decipher: decipher)
    }

    /// Messages that were given up because a part of them never came.
    public var abandoned: Int { assembly.abandoned }

    /// Reads the list in a frame into a sink.
    ///
    /// - Returns: who made the meter, or what the message is instead.
    /// - Throws: when the frame's bytes are those of a message but wrong; the offset counts from the start of the message.
    @inline(__always)
    public mutating func read(
        _ frame: borrowing Frame,
        into sink: inout some RegisterSink
    ) throws(DecodingError) -> MessageKind {
        if frame.link == .telegram {
            guard let make = try Telegram.read(frame, into: &sink) else { return .unknown(.noTelegram) }
            return .registers(make)
        }
        switch try assembly.take(frame) {
        case .whole:
            return try cipher.read(frame.information, needsLLC: frame.link == .hdlc, into: &sink)
        case .assembled: return try readAssembled(into: &sink)
        case .incomplete: return .incomplete
        }
    }
}

extension MessageReader {
    @inline(never)
    private mutating func readAssembled(into sink: inout some RegisterSink) throws(DecodingError)
        -> MessageKind
    {
        // Taken out and put back: while the message is read, all of `self` counts as in use.
        var reader = CipherReader(decipher: nil)
        swap(&reader, &cipher)
        defer { swap(&reader, &cipher) }
        return try reader.read(assembly.message, needsLLC: false, into: &sink)
    }
}

/// What a good frame held.
public enum MessageKind: Sendable, Hashable {
    case registers(Make)
    /// A part of a message: more follow.
    case incomplete
    case unknown(UnknownMessage)
}
