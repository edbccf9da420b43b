public import DLMS

/// Reads the list in a frame into a sink, by the one profile that recognises it.
///
/// To add a make: a file like `Kaifa.swift`, and its line here.
///
/// - Returns: who made the meter, or what the message is instead.
/// - Throws: when the list is one of ours but its bytes are not right; the offset counts from the information field.
public func readRegisters(
    of frame: borrowing HDLCFrame,
    into sink: inout some RegisterSink
) throws(DecodingError) -> MessageKind {
    switch try ApplicationData(parsing: frame.information) {
    case .other(let tag):
        return .unknown(tag == ApplicationData.encryptedTag ? .encrypted : .applicationTag(tag))
    case .dataNotification(let message):
        let head = ListHead(message)
        if try Aidon.read(message, head, into: &sink) { return .registers(.aidon) }
        if try Kaifa.read(message, head, into: &sink) { return .registers(.kaifa) }
        if try Kamstrup.read(message, head, into: &sink) { return .registers(.kamstrup) }
        return .unknown(.list(version: String(head.version), count: head.count))
    }
}

/// What a good frame held.
public enum MessageKind: Sendable, Hashable {
    case registers(Make)
    case unknown(UnknownMessage)
}

/// Good bytes that nobody here can read.
public enum UnknownMessage: Sendable, Hashable {
    /// General-glo-ciphering.
    case encrypted
    /// An APDU that is no data-notification.
    case applicationTag(UInt8)
    /// A list that no profile claims.
    case list(version: String, count: Int)
}

extension UnknownMessage: CustomStringConvertible {
    public var description: String {
        switch self {
        case .encrypted: "encrypted: needs --key; ask the grid company for the meter's encryption key"
        case .applicationTag(let tag): "unknown APDU, tag \(tag): not a data-notification"
        case .list("", let count): "unknown list: \(count) elements, no version"
        case .list(let version, let count): "unknown list \(version): \(count) elements"
        }
    }
}

extension String {
    /// The bytes as text; whatever is not printable ASCII becomes `?`.
    public init(_ bytes: RawSpan) {
        self = ""
        for index in 0..<bytes.byteCount {
            let byte = bytes.unsafeLoad(fromByteOffset: index, as: UInt8.self)
            let isPrintable = (0x20..<0x7F).contains(byte)
            unicodeScalars.append(Unicode.Scalar(isPrintable ? byte : UInt8(ascii: "?")))
        }
    }
}
