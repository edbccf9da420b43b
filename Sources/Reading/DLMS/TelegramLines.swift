/// The lines of a P1 telegram (DSMR P1 companion standard 5.0.2, 6.4; IEC 62056-21, 6.6).
///
///     1-0:1.8.0(00002721.126*kWh)
///     0-0:1.0.0(221215155050W)
///     0-1:24.3.0(161107190000)(00)(60)(1)(0-1:24.2.1)(m3)
///     (00001.001)
///
/// A line that begins with a bracket goes on with the line above (DSMR 2.2 and 3.0): the two are one.
public struct TelegramLines: ~Escapable {
    private let bytes: RawSpan
    private var index: Int

    /// - Parameter telegram: from the slash on, without the exclamation mark.
    @_lifetime(copy telegram)
    public init(_ telegram: RawSpan) {
        bytes = telegram
        index = 0
    }

    /// Reads the next line that is not empty, without its end, and the lines that go on with it; `nil` behind the last.
    @_lifetime(self: copy self)
    @_lifetime(copy self)
    public mutating func next() -> RawSpan? {
        skipLineEnds()
        guard index < bytes.byteCount else { return nil }
        let start = index
        var end: Int
        repeat {
            while index < bytes.byteCount, !isLineEnd(index) { index += 1 }
            end = index
            skipLineEnds()
        } while index < bytes.byteCount
            && bytes.unsafeLoad(fromByteOffset: index, as: UInt8.self) == UInt8(ascii: "(")
        return bytes.extracting(start..<end)
    }

    @_lifetime(self: copy self)
    private mutating func skipLineEnds() {
        while index < bytes.byteCount, isLineEnd(index) { index += 1 }
    }

    private func isLineEnd(_ index: Int) -> Bool {
        let byte = bytes.unsafeLoad(fromByteOffset: index, as: UInt8.self)
        return byte == 0x0D || byte == 0x0A
    }
}

/// A line with an OBIS code: what stands in its last brackets, `00002721.126*kWh` taken apart at the star.
public struct TelegramLine: ~Escapable {
    public let code: OBISCode
    /// What stands before the star: a number, a time or a text.
    public let value: RawSpan
    /// The unit, as written: `kWh`, `kVAr`; empty without one.
    public let unit: RawSpan

    /// - Returns: `nil` when the line is not `A-B:C.D.E(…)`, with `.F` or `*F` or without.
    @_lifetime(copy line)
    public init?(parsing line: RawSpan) {
        var reader = TextReader(line)
        guard let a = reader.number(), reader.skip("-"), let b = reader.number(), reader.skip(":"),
            let c = reader.number(), reader.skip("."), let d = reader.number(), reader.skip("."),
            let e = reader.number()
        else { return nil }
        var f: UInt8 = 255
        if reader.skip(".") || reader.skip("*") {
            guard let number = reader.number() else { return nil }
            f = number
        }
        guard let brackets = reader.lastBrackets() else { return nil }
        code = OBISCode(a, b, c, d, e, f)
        let star = brackets.star ?? brackets.content.upperBound
        value = line.extracting(brackets.content.lowerBound..<star)
        unit = line.extracting(min(star + 1, brackets.content.upperBound)..<brackets.content.upperBound)
    }

    /// The value as a whole number and the power of ten to multiply it by: `0001.453` is 1453 and −3.
    ///
    /// - Returns: `nil` when it is no number, or one of more than 18 digits.
    public var decimal: (number: Int64, exponent: Int)? {
        var number: Int64 = 0
        var digits = 0
        var decimals: Int?
        var index = 0
        let isNegative = value.byteCount > 0 && value.unsafeLoad(as: UInt8.self) == UInt8(ascii: "-")
        if isNegative { index = 1 }
        while index < value.byteCount {
            switch value.unsafeLoad(fromByteOffset: index, as: UInt8.self) {
            case let byte where byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9"):
                // Eighteen digits fit 64 bits whatever they are.
                guard digits < 18 else { return nil }
                number = number * 10 + Int64(byte - UInt8(ascii: "0"))
                digits += 1
                if let count = decimals { decimals = count + 1 }
            case UInt8(ascii: ".") where decimals == nil: decimals = 0
            default: return nil
            }
            index += 1
        }
        guard digits > 0 else { return nil }
        return (isNegative ? -number : number, -(decimals ?? 0))
    }
}

/// Reads a line character by character.
private struct TextReader: ~Escapable {
    private let bytes: RawSpan
    private var index = 0

    @_lifetime(copy bytes)
    init(_ bytes: RawSpan) {
        self.bytes = bytes
    }

    private func byte(_ index: Int) -> UInt8? {
        index < bytes.byteCount ? bytes.unsafeLoad(fromByteOffset: index, as: UInt8.self) : nil
    }

    /// A number of one to three digits, 0…255.
    @_lifetime(self: copy self)
    mutating func number() -> UInt8? {
        var value = 0
        var digits = 0
        while let byte = byte(index), (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte), digits < 3 {
            value = value * 10 + Int(byte - UInt8(ascii: "0"))
            digits += 1
            index += 1
        }
        return digits > 0 ? UInt8(exactly: value) : nil
    }

    @_lifetime(self: copy self)
    mutating func skip(_ character: Unicode.Scalar) -> Bool {
        guard byte(index) == UInt8(ascii: character) else { return false }
        index += 1
        return true
    }

    /// The content of the last brackets, and where the star in it is; the line has to end with them.
    ///
    /// They may begin on a line of their own.
    @_lifetime(self: copy self)
    mutating func lastBrackets() -> (content: Range<Int>, star: Int?)? {
        while skip("\r") || skip("\n") {}
        guard byte(index) == UInt8(ascii: "("), byte(bytes.byteCount - 1) == UInt8(ascii: ")") else {
            return nil
        }
        var open = index
        var star: Int?
        for place in index..<bytes.byteCount {
            if byte(place) == UInt8(ascii: "(") {
                open = place
                star = nil
            } else if byte(place) == UInt8(ascii: "*") {
                star = place
            }
        }
        return (open + 1..<bytes.byteCount - 1, star)
    }
}
