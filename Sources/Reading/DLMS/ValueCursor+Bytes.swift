/// The bytes under the values.
extension ValueCursor {
    @inlinable
    @_lifetime(self: copy self)
    mutating func byte() throws(DecodingError) -> UInt8 {
        guard index < bytes.byteCount else { throw error(.valueCutShort, at: index) }
        let byte = load8(index)
        index &+= 1
        return byte
    }

    /// So many bytes, as a view.
    @usableFromInline
    @_lifetime(self: copy self)
    @_lifetime(copy self)
    mutating func bytes(_ count: Int) throws(DecodingError) -> RawSpan {
        guard count <= remaining else { throw error(.valueCutShort, at: index) }
        let from = index
        index = from + count
        return bytes.extracting(from..<from + count)
    }

    /// A number of 1 to 8 bytes, the highest first.
    @usableFromInline
    @_lifetime(self: copy self)
    mutating func unsigned(_ width: Int) throws(DecodingError) -> UInt64 {
        guard remaining >= width else { throw error(.valueCutShort, at: index) }
        var value: UInt64 = 0
        for place in index..<index + width { value = value << 8 | UInt64(load8(place)) }
        index += width
        return value
    }

    @inlinable
    @_lifetime(self: copy self)
    mutating func expect(_ tag: DataTag) throws(DecodingError) {
        let at = index
        let found = try byte()
        guard found == tag.rawValue else { throw unexpected(found, tag, at: at) }
    }

    /// A length or a count: one byte below 128, else the number of bytes it takes (0x81, 0x82) and then the length.
    @inlinable
    @_lifetime(self: copy self)
    mutating func length() throws(DecodingError) -> Int {
        let short = try byte()
        if short < 0x80 { return Int(short) }
        return try longLength(short)
    }

    @usableFromInline
    @_lifetime(self: copy self)
    mutating func longLength(_ width: UInt8) throws(DecodingError) -> Int {
        let at = index - 1
        switch width {
        case 0x81: return Int(try unsigned(1))
        case 0x82: return Int(try unsigned(2))
        // Three bytes of length would be 64 KiB and more: no meter's message.
        default: throw error(.impossibleLength, at: at)
        }
    }

    // MARK: - Loads, of bytes that were checked to be there

    @inlinable
    func load8(_ index: Int) -> UInt8 {
        bytes.unsafeLoad(fromUncheckedByteOffset: index, as: UInt8.self)
    }

    @inlinable
    func load16(_ index: Int) -> UInt16 {
        UInt16(bigEndian: bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: index, as: UInt16.self))
    }

    @inlinable
    func load32(_ index: Int) -> UInt32 {
        UInt32(bigEndian: bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: index, as: UInt32.self))
    }

    @inlinable
    func load64(_ index: Int) -> UInt64 {
        UInt64(bigEndian: bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: index, as: UInt64.self))
    }

    // MARK: - Errors

    @usableFromInline
    @inline(never)
    func error(_ reason: DecodingError.Reason, at index: Int) -> DecodingError {
        DecodingError(reason, at: base + index)
    }

    @usableFromInline
    @inline(never)
    func unexpected(_ found: UInt8, _ expected: DataTag, at index: Int) -> DecodingError {
        error(.unexpectedType(found: found, expected: expected.rawValue), at: index)
    }

    /// Why no OBIS code stands here.
    @usableFromInline
    @inline(never)
    func obisCodeError() -> DecodingError {
        guard let tag = nextByte else { return error(.valueCutShort, at: index) }
        guard tag == DataTag.octetString.rawValue else { return unexpected(tag, .octetString, at: index) }
        guard remaining >= 2 else { return error(.valueCutShort, at: index + 1) }
        let count = Int(load8(index + 1))
        return error(count == 6 ? .valueCutShort : .notAnOBISCode(length: count), at: index)
    }

    /// Why no scaler and unit stand here.
    @usableFromInline
    @inline(never)
    func scalerAndUnitError() -> DecodingError {
        let expected: [(tag: DataTag, offset: Int)] = [(.structure, 0), (.integer, 2), (.enumerated, 4)]
        for (tag, offset) in expected {
            guard remaining > offset else { return error(.valueCutShort, at: index) }
            let found = load8(index + offset)
            guard found == tag.rawValue else { return unexpected(found, tag, at: index + offset) }
            guard offset > 0 || remaining < 2 || load8(index + 1) == 2 else {
                return error(.unexpectedCount(found: Int(load8(index + 1)), expected: 2), at: index)
            }
        }
        return error(.valueCutShort, at: index)
    }
}
