/// Reads the values of an APDU one after the other, in A-XDR (IEC 62056-5-3): tag, then length or content.
///
/// Nothing is built and nothing is copied: texts come out as views. The cursor goes down into a structure by reading its
/// head and then its elements, so the nesting is that of the code that reads, and never that of the bytes.
///
/// Each read checks once that its bytes are there and then loads them as one number. All of it is inlinable: a cursor that
/// another module could only call would take four times as long.
@frozen
public struct ValueCursor: ~Escapable {
    @usableFromInline let bytes: RawSpan
    @usableFromInline var index: Int
    /// What index 0 is in the APDU, for the offsets in errors.
    @usableFromInline let base: Int

    @inlinable
    @_lifetime(copy bytes)
    public init(_ bytes: RawSpan, base: Int = 0) {
        self.bytes = bytes
        self.base = base
        index = 0
    }

    /// Where the next value begins, in bytes from the start of what the cursor was given.
    @inlinable public var position: Int { index }

    /// How many bytes are left.
    @inlinable public var remaining: Int { bytes.byteCount - index }

    @inlinable public var isAtEnd: Bool { index >= bytes.byteCount }

    /// The tag of the next value, as its byte; `nil` at the end.
    @inlinable public var nextByte: UInt8? {
        guard index < bytes.byteCount else { return nil }
        return load8(index)
    }

    /// The tag of the next value; `nil` at the end or when no such tag exists.
    @inlinable public var nextTag: DataTag? {
        guard let byte = nextByte else { return nil }
        return DataTag(rawValue: byte)
    }

    /// The next bytes as one number, the first in its highest; `nil` when there are not so many. Reads nothing.
    @inlinable public var nextFourBytes: UInt32? {
        guard remaining >= 4 else { return nil }
        return load32(index)
    }

    // MARK: - Heads

    /// Reads the head of a structure.
    ///
    /// - Returns: how many elements follow.
    @inlinable
    @_lifetime(self: copy self)
    @inline(__always)
    public mutating func structure() throws(DecodingError) -> Int {
        // Hardly any has 128 elements or more.
        if remaining >= 2, load8(index) == DataTag.structure.rawValue, load8(index &+ 1) < 0x80 {
            let count = load8(index &+ 1)
            index &+= 2
            return Int(count)
        }
        return try longStructure()
    }

    @usableFromInline
    @inline(never)
    @_lifetime(self: copy self)
    mutating func longStructure() throws(DecodingError) -> Int {
        try expect(.structure)
        return try length()
    }

    /// Reads the head of an array.
    ///
    /// - Returns: how many elements follow.
    @inlinable
    @_lifetime(self: copy self)
    public mutating func array() throws(DecodingError) -> Int {
        try expect(.array)
        return try length()
    }

    /// Reads the head of a structure or of an array.
    ///
    /// - Returns: how many elements follow.
    @inlinable
    @_lifetime(self: copy self)
    public mutating func container() throws(DecodingError) -> Int {
        if nextByte == DataTag.array.rawValue { return try array() }
        return try structure()
    }

    // MARK: - Values

    /// Reads an octet string or a visible string, the two that meters write text in.
    @inlinable
    @_lifetime(self: copy self)
    @_lifetime(copy self)
    public mutating func text() throws(DecodingError) -> RawSpan {
        guard nextIsText, remaining >= 2, load8(index &+ 1) < 0x80 else { return try longText() }
        let start = index &+ 2
        let end = start &+ Int(load8(index &+ 1))
        guard end <= bytes.byteCount else { throw error(.valueCutShort, at: index) }
        index = end
        return bytes.extracting(unchecked: Range(uncheckedBounds: (start, end)))
    }

    @usableFromInline
    @inline(never)
    @_lifetime(self: copy self)
    @_lifetime(copy self)
    mutating func longText() throws(DecodingError) -> RawSpan {
        let at = index
        let tag = try byte()
        guard tag == DataTag.octetString.rawValue || tag == DataTag.visibleString.rawValue else {
            throw unexpected(tag, .visibleString, at: at)
        }
        let count = try length()
        guard count <= remaining else { throw error(.valueCutShort, at: at) }
        let start = index
        index = start + count
        return bytes.extracting(start..<start + count)
    }

    /// Reads null-data.
    @_lifetime(self: copy self)
    public mutating func null() throws(DecodingError) {
        try expect(.null)
    }

    /// Whether an octet string or a visible string stands next.
    @inlinable public var nextIsText: Bool {
        guard let byte = nextByte else { return false }
        return byte == DataTag.octetString.rawValue || byte == DataTag.visibleString.rawValue
    }

    /// Reads an OBIS code: an octet string of six bytes.
    @inlinable
    @_lifetime(self: copy self)
    public mutating func obisCode() throws(DecodingError) -> OBISCode {
        guard remaining >= 8 else { throw obisCodeError() }
        let word = load64(index)
        guard word &>> 48 == 0x0906 else { throw obisCodeError() }
        index &+= 8
        return OBISCode(rawValue: word & 0xFFFF_FFFF_FFFF)
    }

    /// Reads an OBIS code whose tag and length may stand the wrong way round, `06 09`, as one meter's firmware writes them.
    @_lifetime(self: copy self)
    public mutating func obisCodeWithHeadEitherWay() throws(DecodingError) -> OBISCode {
        guard remaining >= 8, load16(index) == 0x0609 else { return try obisCode() }
        let word = load64(index)
        index &+= 8
        return OBISCode(rawValue: word & 0xFFFF_FFFF_FFFF)
    }

    /// Whether an OBIS code stands next: an octet string of six bytes.
    @inlinable public var nextIsOBISCode: Bool {
        remaining >= 8 && load64(index) &>> 48 == 0x0906
    }

    /// Reads a whole number of any width, signed or not.
    ///
    /// - Returns: its value; `nil` for null-data, which meters send for what they do not measure.
    @inlinable
    @inline(__always)
    @_lifetime(self: copy self)
    public mutating func number() throws(DecodingError) -> Int64? {
        if let plain = plainNumber() { return Int64(plain) }
        return try otherNumber()
    }

    /// Reads a number of one of the two types that almost every register is in, unsigned of 32 or 16 bits.
    ///
    /// - Returns: `nil`, and reads nothing, when another type stands next or the bytes end.
    @inlinable
    @inline(__always)
    @_lifetime(self: copy self)
    public mutating func plainNumber() -> UInt32? {
        let left = remaining
        if left >= 5, load8(index) == DataTag.doubleLongUnsigned.rawValue {
            let value = load32(index &+ 1)
            index &+= 5
            return value
        }
        if left >= 3, load8(index) == DataTag.longUnsigned.rawValue {
            let value = load16(index &+ 1)
            index &+= 3
            return UInt32(value)
        }
        return nil
    }

    @usableFromInline
    @_lifetime(self: copy self)
    mutating func otherNumber() throws(DecodingError) -> Int64? {
        let at = index
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

    /// Reads the structure of scaler and unit that follows a self-described value: `02 02 0F scaler 16 unit`.
    ///
    /// - Returns: the power of ten that the number is to be multiplied by, and the unit's number in COSEM.
    @inlinable
    @_lifetime(self: copy self)
    public mutating func scalerAndUnit() throws(DecodingError) -> (scaler: Int, unit: UInt8) {
        guard nextIsScalerAndUnit else { throw scalerAndUnitError() }
        let scaler = Int8(bitPattern: load8(index &+ 3))
        let unit = load8(index &+ 5)
        index &+= 6
        return (Int(scaler), unit)
    }

    /// Whether a structure of scaler and unit stands next.
    @inlinable public var nextIsScalerAndUnit: Bool {
        remaining >= 6 && load32(index) &>> 8 == 0x02_02_0F
            && load8(index &+ 4) == DataTag.enumerated.rawValue
    }

    /// Reads a date-time in an octet string of twelve bytes, or with its own tag.
    @inlinable
    @_lifetime(self: copy self)
    public mutating func dateTime() throws(DecodingError) -> COSEMDateTime {
        if nextByte == DataTag.dateTime.rawValue {
            index &+= 1
            return try bareDateTime()
        }
        let at = index
        try expect(.octetString)
        let count = try length()
        guard count == 12 else { throw error(.notADateTime(length: count), at: at) }
        return try bareDateTime()
    }

    /// Whether a date-time stands next: an octet string of twelve bytes, or a value of that type.
    @inlinable public var nextIsDateTime: Bool {
        guard remaining >= 13 else { return false }
        return load16(index) == 0x090C || load8(index) == DataTag.dateTime.rawValue
    }

    /// Reads the twelve bytes of a date-time that have no tag before them.
    @inlinable
    @_lifetime(self: copy self)
    mutating func bareDateTime() throws(DecodingError) -> COSEMDateTime {
        guard remaining >= 12 else { throw error(.valueCutShort, at: index) }
        let value = COSEMDateTime(high: load64(index), low: load32(index &+ 8))
        index &+= 12
        return value
    }

    /// The error of a container at `at` that has another number of elements than its list has there.
    @inline(never)
    public func unexpectedCount(_ found: Int, expected: Int, at: Int) -> DecodingError {
        error(.unexpectedCount(found: found, expected: expected), at: at)
    }

    /// Checks that nothing follows.
    @inlinable
    public func end() throws(DecodingError) {
        guard isAtEnd else { throw error(.trailingBytes(remaining), at: index) }
    }
}
