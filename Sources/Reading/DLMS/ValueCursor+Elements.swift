/// One A-XDR value of whatever type, as `ValueCursor.element()` meets it: how a list is shown that nobody knows.
public enum DataElement: ~Escapable {
    case null
    /// The head of a structure or an array: so many elements follow.
    case container(DataTag, count: Int)
    case boolean(Bool)
    /// A whole number, or the number of an enumeration.
    case number(Int64)
    /// An unsigned number of 64 bits that no `Int64` holds.
    case largeNumber(UInt64)
    /// An IEEE 754 number.
    case float(Double)
    /// The content of a string, a bit string, a date or a time.
    case bytes(DataTag, RawSpan)
}

extension ValueCursor {
    /// Reads the next value of whatever type; of a structure or an array its head alone.
    ///
    /// - Throws: a tag that A-XDR does not know, or bytes that end inside the value.
    @_lifetime(self: copy self)
    @_lifetime(copy self)
    public mutating func element() throws(DecodingError) -> DataElement {
        let at = index
        let byte = try byte()
        guard let tag = DataTag(rawValue: byte) else { throw error(.unknownType(byte), at: at) }
        switch tag {
        case .null: return .null
        case .array, .structure: return .container(tag, count: try length())
        case .boolean: return .boolean(try unsigned(1) != 0)
        case .enumerated: return .number(Int64(try unsigned(1)))
        case .float32: return .float(Double(Float(bitPattern: UInt32(try unsigned(4)))))
        case .float64: return .float(Double(bitPattern: try unsigned(8)))
        case .long64Unsigned:
            let value = try unsigned(8)
            guard let number = Int64(exactly: value) else { return .largeNumber(value) }
            return .number(number)
        case .bcd, .integer, .long, .doubleLong, .long64, .unsigned, .longUnsigned, .doubleLongUnsigned:
            index = at
            return .number(try wholeNumber(tag))
        case .octetString, .visibleString, .utf8String: return .bytes(tag, try bytes(try length()))
        case .bitString: return .bytes(tag, try bytes((try length() + 7) / 8))
        case .dateTime: return .bytes(tag, try bytes(12))
        case .date: return .bytes(tag, try bytes(5))
        case .time: return .bytes(tag, try bytes(4))
        }
    }

    /// Passes over the next value, with all that is in it.
    ///
    /// Goes through structures by counting what is still to come, not by calling itself: however deep they are nested, it
    /// takes no more stack, and each element takes a byte at least, so it ends with the bytes.
    @_lifetime(self: copy self)
    public mutating func skip() throws(DecodingError) {
        var left = 1
        while left > 0 {
            left -= 1
            // What most elements are, before all else.
            if plainNumber() != nil { continue }
            if nextIsText {
                _ = try text()
                continue
            }
            let at = index
            if case .container(_, let count) = try element() {
                left += count
                guard left <= remaining else { throw error(.valueCutShort, at: at) }
            }
        }
    }

    @_lifetime(self: copy self)
    private mutating func wholeNumber(_ tag: DataTag) throws(DecodingError) -> Int64 {
        guard tag == .bcd else { return try otherNumber() ?? 0 }
        index += 1
        return Int64(try unsigned(1))
    }
}
