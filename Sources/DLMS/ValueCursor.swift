/// Reads the values of an APDU one after the other, in A-XDR (IEC 62056-5-3): tag, then length or content.
///
/// Nothing is built and nothing is copied: texts come out as views. The cursor goes down into a structure by reading its
/// head and then its elements, so the nesting is that of the code that reads, and never that of the bytes.
@frozen
public struct ValueCursor: ~Escapable {
    @usableFromInline let bytes: RawSpan
    /// Where the next value begins, in bytes from the start of what the cursor was given.
    public private(set) var position: Int
    /// What `position` 0 is in the APDU, for the offsets in errors.
    @usableFromInline let base: Int

    @_lifetime(copy bytes)
    public init(_ bytes: RawSpan, base: Int = 0) {
        self.bytes = bytes
        self.base = base
        position = 0
    }

    public var isAtEnd: Bool { position >= bytes.byteCount }

    /// The tag of the next value, `nil` at the end or when no such tag exists.
    public var nextTag: DataTag? {
        guard position < bytes.byteCount else { return nil }
        return DataTag(rawValue: bytes.unsafeLoad(fromByteOffset: position, as: UInt8.self))
    }

    // MARK: - Heads

    /// Reads the head of a structure.
    ///
    /// - Returns: how many elements follow.
    @_lifetime(self: copy self)
    public mutating func structure() throws(DecodingError) -> Int {
        try expect(.structure)
        return try length()
    }

    /// Reads the head of an array.
    @_lifetime(self: copy self)
    public mutating func array() throws(DecodingError) -> Int {
        try expect(.array)
        return try length()
    }

    // MARK: - Values

    /// Reads an octet string or a visible string, the two that meters write text in.
    @_lifetime(self: copy self)
    @_lifetime(copy self)
    public mutating func text() throws(DecodingError) -> RawSpan {
        let at = position
        let tag = try byte()
        guard tag == DataTag.octetString.rawValue || tag == DataTag.visibleString.rawValue else {
            throw unexpected(tag, .visibleString, at: at)
        }
        let count = try length()
        guard count <= bytes.byteCount - position else { throw error(.valueCutShort, at: at) }
        defer { position += count }
        return bytes.extracting(position..<position + count)
    }

    /// Reads an OBIS code: an octet string of six bytes.
    @_lifetime(self: copy self)
    public mutating func obisCode() throws(DecodingError) -> OBISCode {
        let at = position
        try expect(.octetString)
        let count = try length()
        guard count == 6 else { throw error(.notAnOBISCode(length: count), at: at) }
        let high = try unsigned(2)
        let low = try unsigned(4)
        return OBISCode(rawValue: high << 32 | low)
    }

    /// Reads a whole number of any width, signed or not.
    ///
    /// - Returns: its value; `nil` for null-data, which meters send for what they do not measure.
    @_lifetime(self: copy self)
    public mutating func number() throws(DecodingError) -> Int64? {
        let at = position
        let tag = try byte()
        switch DataTag(rawValue: tag) {
        case .null: return nil
        case .doubleLongUnsigned: return Int64(try unsigned(4))
        case .longUnsigned: return Int64(try unsigned(2))
        case .unsigned: return Int64(try unsigned(1))
        case .doubleLong: return Int64(Int32(truncatingIfNeeded: try unsigned(4)))
        case .long: return Int64(Int16(truncatingIfNeeded: try unsigned(2)))
        case .integer: return Int64(Int8(truncatingIfNeeded: try unsigned(1)))
        case .long64: return Int64(bitPattern: try unsigned(8))
        case .long64Unsigned:
            let value = try unsigned(8)
            guard value <= UInt64(Int64.max) else { throw error(.numberOutOfRange, at: at) }
            return Int64(value)
        default: throw unexpected(tag, .doubleLongUnsigned, at: at)
        }
    }

    /// Reads a number that has to be of exactly this type: where a list is known by the types of its elements.
    @_lifetime(self: copy self)
    public mutating func number(_ tag: DataTag) throws(DecodingError) -> Int64 {
        let at = position
        let found = try byte()
        position = at
        guard found == tag.rawValue, let value = try number() else { throw unexpected(found, tag, at: at) }
        return value
    }

    /// Reads the structure of scaler and unit that follows a self-described value: `02 02 0F scaler 16 unit`.
    @_lifetime(self: copy self)
    public mutating func scalerAndUnit() throws(DecodingError) -> (scaler: Int, unit: UInt8) {
        let at = position
        let count = try structure()
        guard count == 2 else { throw error(.unexpectedCount(found: count, expected: 2), at: at) }
        let scaler = try number(.integer)
        try expect(.enumerated)
        return (Int(scaler), try byte())
    }

    /// Reads a date-time in an octet string of twelve bytes.
    @_lifetime(self: copy self)
    public mutating func dateTime() throws(DecodingError) -> COSEMDateTime {
        let at = position
        try expect(.octetString)
        let count = try length()
        guard count == 12 else { throw error(.notADateTime(length: count), at: at) }
        return try bareDateTime()
    }

    /// Reads the twelve bytes of a date-time that have no tag before them.
    @_lifetime(self: copy self)
    mutating func bareDateTime() throws(DecodingError) -> COSEMDateTime {
        guard bytes.byteCount - position >= 12 else { throw error(.valueCutShort, at: position) }
        let value = COSEMDateTime(parsing: bytes.extracting(position..<position + 12))
        position += 12
        return value
    }

    /// Checks that nothing follows.
    public func end() throws(DecodingError) {
        guard isAtEnd else { throw error(.trailingBytes(bytes.byteCount - position), at: position) }
    }

    // MARK: - Bytes

    @_lifetime(self: copy self)
    mutating func byte() throws(DecodingError) -> UInt8 {
        guard position < bytes.byteCount else { throw error(.valueCutShort, at: position) }
        defer { position += 1 }
        return bytes.unsafeLoad(fromByteOffset: position, as: UInt8.self)
    }

    @_lifetime(self: copy self)
    private mutating func unsigned(_ width: Int) throws(DecodingError) -> UInt64 {
        guard bytes.byteCount - position >= width else { throw error(.valueCutShort, at: position) }
        var value: UInt64 = 0
        for index in position..<position + width {
            value = value << 8 | UInt64(bytes.unsafeLoad(fromByteOffset: index, as: UInt8.self))
        }
        position += width
        return value
    }

    @_lifetime(self: copy self)
    private mutating func expect(_ tag: DataTag) throws(DecodingError) {
        let at = position
        let found = try byte()
        guard found == tag.rawValue else { throw unexpected(found, tag, at: at) }
    }

    /// A length: one byte below 128, else the number of bytes it takes (0x81, 0x82) and then the length.
    @_lifetime(self: copy self)
    mutating func length() throws(DecodingError) -> Int {
        let at = position
        switch try byte() {
        case let short where short < 0x80: return Int(short)
        case 0x81: return Int(try unsigned(1))
        case 0x82: return Int(try unsigned(2))
        // Three bytes of length would be 64 KiB and more: no meter's message.
        default: throw error(.impossibleLength, at: at)
        }
    }

    private func error(_ reason: DecodingError.Reason, at position: Int) -> DecodingError {
        DecodingError(reason, at: base + position)
    }

    private func unexpected(_ found: UInt8, _ expected: DataTag, at position: Int) -> DecodingError {
        error(.unexpectedType(found: found, expected: expected.rawValue), at: position)
    }
}
