/// What a meter pushes: an APDU of type data-notification (IEC 62056-5-3), in HDLC behind the LLC header (IEC 62056-46).
///
///     E6 E7 00 │ 0F │ 40 00 00 00       │ 09 0C 07 E6 01 02 07 0E 25 12 FF 80 00 00 │ 02 01 06 …
///     LLC        tag  invoke id, priority  date-time: absent (00), or 0C, or 09 0C    body
@frozen
public struct DataNotification: ~Escapable {
    /// When the meter sent it, by its own clock; `nil` when it did not say.
    public let dateTime: COSEMDateTime?
    /// The list: one A-XDR value, from its tag on.
    public let body: RawSpan
    /// Where the body begins in the message.
    public let bodyOffset: Int

    /// The values of the body.
    @inlinable
    public var values: ValueCursor {
        @_lifetime(copy self)
        get { ValueCursor(body, base: bodyOffset) }
    }

    /// Reads the head of a data-notification, the message that meters send day in, day out.
    ///
    /// - Returns: `nil` when another APDU stands there.
    @inlinable
    @inline(__always)
    @_lifetime(copy message)
    public init?(parsing message: RawSpan, needsLLC: Bool) throws(DecodingError) {
        var cursor = ValueCursor(message)
        try cursor.skipLLC(needed: needsLLC)
        guard cursor.nextByte == ApplicationData.dataNotificationTag else { return nil }
        try cursor.skipInvokeID()
        dateTime = try cursor.optionalDateTime()
        bodyOffset = cursor.position
        body = message.extracting(unchecked: cursor.position..<message.byteCount)
    }
}

/// The APDU in a message, by its tag.
public enum ApplicationData: ~Escapable {
    case dataNotification(DataNotification)
    case ciphered(CipheredAPDU)
    /// Good bytes of a kind that is not read here: the APDU's tag.
    case other(tag: UInt8)

    /// Reads the LLC header, where there is one, and the head of the APDU.
    ///
    /// - Parameters:
    ///   - message: an APDU with or without the LLC header.
    ///   - needsLLC: whether it came in HDLC, where the header has to be there.
    @_lifetime(copy message)
    public init(parsing message: RawSpan, needsLLC: Bool = true) throws(DecodingError) {
        if let notification = try DataNotification(parsing: message, needsLLC: needsLLC) {
            self = .dataNotification(notification)
            return
        }
        var cursor = ValueCursor(message)
        try cursor.skipLLC(needed: needsLLC)
        let tag = try cursor.byte()
        switch tag {
        case CipheredAPDU.applicationTag, CipheredAPDU.applicationTag + 1:
            let at = cursor.position
            self = .ciphered(try CipheredAPDU(parsing: message.extracting(at...), base: at))
        default: self = .other(tag: tag)
        }
    }

    @inlinable public static var dataNotificationTag: UInt8 { 0x0F }
}

/// Whether the bytes are one APDU, whole, with or without the LLC header: a data-notification that ends with its list, or a
/// ciphered one that ends with its tag.
public func isWholeAPDU(_ bytes: RawSpan) -> Bool {
    do throws(DecodingError) {
        switch try ApplicationData(parsing: bytes, needsLLC: false) {
        case .dataNotification(let message):
            var values = message.values
            try values.skip()
            return values.isAtEnd
        case .ciphered: return true
        case .other: return false
        }
    } catch {
        return false
    }
}

extension ValueCursor {
    @inlinable
    @inline(__always)
    @_lifetime(self: copy self)
    mutating func skipLLC(needed: Bool) throws(DecodingError) {
        if remaining >= 4, load32(index) &>> 8 == 0xE6_E7_00 {
            index &+= 3
        } else if needed {
            throw missingLLC()
        }
    }

    /// Why there is no LLC header, at the byte that is not its.
    @usableFromInline
    @inline(never)
    func missingLLC() -> DecodingError {
        for (place, expected) in [UInt8(0xE6), 0xE7, 0x00].enumerated() {
            guard remaining > place else { return error(.valueCutShort, at: place) }
            if load8(place) != expected { return error(.noLLCHeader, at: place) }
        }
        return error(.valueCutShort, at: LLCHeader.length)
    }

    /// The tag, and long-invoke-id-and-priority: four bytes that mean nothing in a push.
    @inlinable
    @inline(__always)
    @_lifetime(self: copy self)
    mutating func skipInvokeID() throws(DecodingError) {
        guard remaining >= 5 else { throw error(.valueCutShort, at: bytes.byteCount) }
        index &+= 5
    }

    /// The date-time of the head, an octet string by the standard without its tag; Kaifa writes the tag (09) too.
    @inlinable
    @inline(__always)
    @_lifetime(self: copy self)
    mutating func optionalDateTime() throws(DecodingError) -> COSEMDateTime? {
        let at = index
        if nextByte == DataTag.octetString.rawValue { index &+= 1 }
        switch try length() {
        case 0 where at + 1 == index: return nil
        case 12: return try bareDateTime()
        case let count: throw error(.notADateTime(length: count), at: at)
        }
    }
}
