/// What a meter pushes: an APDU of type data-notification behind the LLC header (IEC 62056-5-3; IEC 62056-46, LLC).
///
///     E6 E7 00 │ 0F │ 40 00 00 00       │ 09 0C 07 E6 01 02 07 0E 25 12 FF 80 00 00 │ 02 01 06 …
///     LLC        tag  invoke id, priority  date-time: absent (00), or 0C, or 09 0C    body
public struct DataNotification: ~Escapable {
    /// When the meter sent it, by its own clock; `nil` when it did not say.
    public let dateTime: COSEMDateTime?
    /// The list: one A-XDR value, from its tag on.
    public let body: RawSpan
    /// Where the body begins in the information field.
    public let bodyOffset: Int

    /// The values of the body.
    public var values: ValueCursor {
        @_lifetime(copy self)
        get { ValueCursor(body, base: bodyOffset) }
    }

    @_lifetime(copy information)
    init(information: RawSpan, dateTime: COSEMDateTime?, bodyOffset: Int) {
        self.dateTime = dateTime
        self.bodyOffset = bodyOffset
        body = information.extracting(bodyOffset...)
    }
}

/// The APDU in a frame's information field, by its tag.
public enum ApplicationData: ~Escapable {
    case dataNotification(DataNotification)
    /// Good bytes of a kind that is not read here: the APDU's tag. `DB` is an encrypted one.
    case other(tag: UInt8)

    /// Reads the LLC header and the head of the APDU.
    @_lifetime(copy information)
    public init(parsing information: RawSpan) throws(DecodingError) {
        var cursor = ValueCursor(information)
        // Destination LSAP, source LSAP (E7 a push, E6 an answer), quality.
        guard try cursor.byte() == 0xE6, try cursor.byte() == 0xE7, try cursor.byte() == 0x00 else {
            throw DecodingError(.noLLCHeader, at: cursor.position - 1)
        }
        let tag = try cursor.byte()
        guard tag == Self.dataNotificationTag else {
            self = .other(tag: tag)
            return
        }
        try cursor.skipInvokeID()
        let dateTime = try cursor.optionalDateTime()
        self = .dataNotification(
            DataNotification(information: information, dateTime: dateTime, bodyOffset: cursor.position)
        )
    }

    public static var dataNotificationTag: UInt8 { 0x0F }
    /// General-glo-ciphering: AES-GCM around another APDU.
    public static var encryptedTag: UInt8 { 0xDB }
}

extension ValueCursor {
    /// Long-invoke-id-and-priority: four bytes that mean nothing in a push.
    @_lifetime(self: copy self)
    fileprivate mutating func skipInvokeID() throws(DecodingError) {
        for _ in 0..<4 { _ = try byte() }
    }

    /// The date-time of the head, an octet string by the standard without its tag; Kaifa writes the tag (09) too.
    @_lifetime(self: copy self)
    fileprivate mutating func optionalDateTime() throws(DecodingError) -> COSEMDateTime? {
        if nextTag == .octetString { return try dateTime() }
        let at = position
        switch try length() {
        case 0: return nil
        case 12: return try bareDateTime()
        case let count: throw DecodingError(.notADateTime(length: count), at: at)
        }
    }
}
