/// Bytes that are not what the standard says, with the place.
@frozen
public struct DecodingError: Error, Sendable, Hashable {
    /// What is wrong.
    @frozen
    public enum Reason: Sendable, Hashable {
        // MARK: HDLC
        /// Bytes where a frame should begin, with no flag among them.
        case noFlag
        /// The byte after the flag does not say frame format type 3.
        case notFormatType3
        /// The length in the frame format is less than a header takes.
        case frameTooShort
        /// An address has more than four bytes.
        case addressTooLong
        /// The header check sequence is wrong.
        case headerCheckSequence
        /// The frame check sequence is wrong.
        case frameCheckSequence
        /// No flag where the length says that the frame ends.
        case noClosingFlag
        /// The bytes ended inside a frame.
        case frameCutShort
        /// The frame check sequence is wrong, of a frame whose right header stands before an encrypted APDU.
        case frameCheckSequenceOfEncrypted

        // MARK: M-Bus
        /// Not the start, lengths, control field and stop of a long frame.
        case notALongFrame
        /// A control information field that is not of a segment (00…1F).
        case notASegment(UInt8)
        /// The sum of the long frame is wrong.
        case checksum

        // MARK: P1
        /// Characters that no telegram has.
        case notATelegram
        /// More characters than a telegram has.
        case telegramTooLong
        /// The telegram's CRC-16 is wrong, or no number.
        case telegramCheckSequence
        /// A line that is not an OBIS code and values in brackets.
        case notATelegramLine

        // MARK: Messages of several frames
        /// A segment or block that does not follow the one before.
        case segmentMissing(found: Int, expected: Int)
        /// Segments or blocks of more bytes than any message has.
        case messageTooLong(limit: Int)

        // MARK: APDU
        /// The information field does not begin with the LLC header E6 E7 00.
        case noLLCHeader
        /// The bytes ended inside a value.
        case valueCutShort
        /// A value of another type than the list has here; the tags of A-XDR (IEC 62056-5-3).
        case unexpectedType(found: UInt8, expected: UInt8)
        /// A tag that A-XDR does not know.
        case unknownType(UInt8)
        /// An octet string that should be an OBIS code and has not six bytes.
        case notAnOBISCode(length: Int)
        /// A date-time that has not twelve bytes.
        case notADateTime(length: Int)
        /// A system title that has not eight bytes.
        case notASystemTitle(length: Int)
        /// A length of more than the frame can hold.
        case impossibleLength
        /// More elements, or fewer, than the list has.
        case unexpectedCount(found: Int, expected: Int)
        /// Bytes after the last value.
        case trailingBytes(Int)
        /// A number that does not fit its unit in 64 bits.
        case numberOutOfRange
    }

    public var reason: Reason
    /// Where in the received bytes, counted from the first that the decoder was given (HDLC) or from the start of the
    /// APDU (values).
    public var offset: Int

    public init(_ reason: Reason, at offset: Int) {
        self.reason = reason
        self.offset = offset
    }
}

extension DecodingError: CustomStringConvertible {
    public var description: String { "\(reason) at byte \(offset)" }
}

extension DecodingError.Reason: CustomStringConvertible {
    /// In words that someone with the meter's manual at hand understands.
    public var description: String {
        switch self {
        case .noFlag: "no frame: neither HDLC (7E) nor M-Bus (68) nor P1 (/)"
        case .notFormatType3: "not an HDLC frame: format type 3 (A0…AF) expected after the flag"
        case .frameTooShort: "HDLC length too short for a header"
        case .addressTooLong: "HDLC address of more than four bytes"
        case .headerCheckSequence: "wrong header check sequence (HCS)"
        case .frameCheckSequence: "wrong frame check sequence (FCS)"
        case .noClosingFlag: "no flag (7E) where the frame should end"
        case .frameCutShort: "frame cut short"
        case .frameCheckSequenceOfEncrypted:
            "encrypted: needs --key; and wrong frame check sequence (FCS), so that the key would not help"
        case .notALongFrame: "not an M-Bus long frame"
        case .notASegment(let field):
            "M-Bus control information \(hex(field)): not a segment of a DLMS message"
        case .checksum: "wrong M-Bus checksum"
        case .notATelegram: "not a P1 telegram"
        case .telegramTooLong: "no end (!) of the P1 telegram within 4096 characters"
        case .telegramCheckSequence: "wrong check sequence of the P1 telegram (CRC-16)"
        case .notATelegramLine: "not a line of a P1 telegram"
        case .segmentMissing(let found, let expected):
            "part \(found) of a message where part \(expected) was expected"
        case .messageTooLong(let limit): "message of more than \(limit) bytes"
        case .noLLCHeader: "no LLC header (E6 E7 00)"
        case .valueCutShort: "message ends inside a value"
        case .unexpectedType(let found, let expected):
            "data type \(hex(found)) where \(hex(expected)) was expected"
        case .unknownType(let tag): "unknown data type \(hex(tag))"
        case .notAnOBISCode(let length): "OBIS code of \(length) bytes instead of 6"
        case .notADateTime(let length): "date-time of \(length) bytes instead of 12"
        case .notASystemTitle(let length): "system title of \(length) bytes instead of 8"
        case .impossibleLength: "length greater than a message can be"
        case .unexpectedCount(let found, let expected): "\(found) elements where \(expected) were expected"
        case .trailingBytes(let count): "\(count) bytes after the last value"
        case .numberOutOfRange: "number too large for its unit"
        }
    }
}

/// Two hexadecimal digits.
func hex(_ byte: UInt8) -> String {
    let digits: StaticString = "0123456789ABCDEF"
    return digits.withUTF8Buffer { buffer in
        String(decoding: [buffer[Int(byte >> 4)], buffer[Int(byte & 15)]], as: UTF8.self)
    }
}
