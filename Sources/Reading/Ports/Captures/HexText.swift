/// Reads hex text piece by piece, wherever the pieces are cut, in the forms in which people paste it.
///
///     7EA0E22B 2113          digits, with or without white space, `0x` or `:` between the bytes
///     (V) 7E A0 E2 2B        a log's level before them
///     00000010  0c 07 e4 …   hexdump -C and xxd: an offset before them, the characters behind
struct HexText {
    private enum Mode {
        case digits
        /// After the first `/`.
        case slash
        /// After `(`, with so many characters of `(V)` read.
        case level(Int)
        /// After `//`, a fault or the characters of a dump: to the line's end.
        case skipping
    }

    struct Fault: Equatable {
        var line: Int
        var column: Int
        var reason: CaptureError.Reason
    }

    private var mode = Mode.digits
    /// The first digit of a byte, until its second.
    private var high: UInt8?
    private var line = 1
    /// Of the byte read last, from 1.
    private var column = 0
    private var digitColumn = 0
    private var start = DumpOffset()

    /// The mark of UTF-8 that some editors put before a text.
    static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

    /// Decodes text until it ends, the output is full, or something is wrong.
    ///
    /// - Parameter limit: how many bytes `output` may hold.
    /// - Returns: how many bytes of the text were taken, and what was wrong with the last of them. What follows on the
    ///   faulty line is passed over by the next call.
    mutating func decode(
        _ text: Span<UInt8>,
        into output: inout [UInt8],
        limit: Int
    ) -> (taken: Int, fault: Fault?) {
        for index in text.indices {
            guard output.count + start.held.count < limit else { return (index, nil) }
            if let fault = decode(text[index], into: &output) { return (index + 1, fault) }
        }
        return (text.count, nil)
    }

    /// Gives the bytes that are left when the text ends here.
    ///
    /// - Returns: what is wrong then.
    mutating func finish(into output: inout [UInt8]) -> Fault? { endLine(into: &output) }

    private mutating func decode(_ byte: UInt8, into output: inout [UInt8]) -> Fault? {
        column += 1
        if byte == Ascii.newline {
            let fault = endLine(into: &output)
            line += 1
            column = 0
            return fault
        }
        if line == 1, column <= 3, byte == Self.byteOrderMark[column - 1] { return nil }
        switch mode {
        case .digits: return decodeDigit(byte, into: &output)
        case .slash where byte == Ascii.slash: return endDigits()
        case .slash: return fault(.notHex(Ascii.slash), column: column - 1)
        case .level(let count): return decodeLevel(byte, count)
        case .skipping: return nil
        }
    }

    private mutating func decodeDigit(_ byte: UInt8, into output: inout [UInt8]) -> Fault? {
        let value = hexValues[Int(byte)]
        if value < 16 {
            start.addDigit(into: &output)
            if let first = high {
                start.add(first << 4 | value, into: &output)
                high = nil
            } else {
                high = value
                digitColumn = column
            }
            return nil
        }
        if byte | 0x20 == Ascii.smallX, high == 0 {
            // The 0 was the beginning of 0x.
            high = nil
            return nil
        }
        return decodeOther(byte, into: &output)
    }

    private mutating func decodeOther(_ byte: UInt8, into output: inout [UInt8]) -> Fault? {
        let isBehindCharacters = start.end(at: byte, isByteOpen: high != nil, into: &output)
        if isBehindCharacters {
            mode = .skipping
            return high == nil ? nil : fault(.oddDigits, column: digitColumn)
        }
        switch byte {
        case Ascii.slash: mode = .slash
        case Ascii.colon where high == nil: break
        case Ascii.openBracket where start.isAtStart: mode = .level(1)
        case Ascii.star where start.isAtStart && start.isDump: return fault(.dumpLeavesOut, column: column)
        case _ where Ascii.isSpace(byte): break
        default: return fault(.notHex(byte), column: column)
        }
        return nil
    }

    /// `(V)`, `(D)`: a letter in brackets.
    private mutating func decodeLevel(_ byte: UInt8, _ count: Int) -> Fault? {
        switch (count, byte) {
        case (1, _) where Ascii.isLetter(byte): mode = .level(2)
        case (2, Ascii.closeBracket): mode = .digits
        default: return fault(.notHex(Ascii.openBracket), column: column - count)
        }
        return nil
    }

    private mutating func endDigits() -> Fault? {
        mode = .skipping
        return high == nil ? nil : fault(.oddDigits, column: digitColumn)
    }

    private mutating func endLine(into output: inout [UInt8]) -> Fault? {
        start.endLine(into: &output)
        let isSlash = if case .slash = mode { true } else { false }
        let fault = isSlash ? fault(.notHex(Ascii.slash), column: column) : endDigits()
        mode = .digits
        return fault
    }

    private mutating func fault(_ reason: CaptureError.Reason, column: Int) -> Fault {
        mode = .skipping
        high = nil
        return Fault(line: line, column: column, reason: reason)
    }
}
