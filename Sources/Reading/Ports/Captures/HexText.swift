/// Reads hex text piece by piece, wherever the pieces are cut.
struct HexText {
    private enum Mode {
        case digits
        /// After the first `/`.
        case slash
        /// After `//`, or after a fault: to the line's end.
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
            guard output.count < limit else { return (index, nil) }
            if let fault = decode(text[index], into: &output) { return (index + 1, fault) }
        }
        return (text.count, nil)
    }

    /// What is wrong when the text ends here.
    mutating func finish() -> Fault? { endLine() }

    private mutating func decode(_ byte: UInt8, into output: inout [UInt8]) -> Fault? {
        column += 1
        if byte == Ascii.newline {
            let fault = endLine()
            line += 1
            column = 0
            return fault
        }
        switch mode {
        case .digits: return decodeDigit(byte, into: &output)
        case .slash where byte == Ascii.slash: return endDigits()
        case .slash: return fault(.notHex(Ascii.slash), column: column - 1)
        case .skipping: return nil
        }
    }

    private mutating func decodeDigit(_ byte: UInt8, into output: inout [UInt8]) -> Fault? {
        let value = hexValues[Int(byte)]
        if value < 16 {
            if let first = high {
                output.append(first << 4 | value)
                high = nil
            } else {
                high = value
                digitColumn = column
            }
        } else if byte == Ascii.slash {
            mode = .slash
        } else if byte | 0x20 == Ascii.smallX, high == 0 {
            // The 0 was the beginning of 0x.
            high = nil
        } else if !Ascii.isSpace(byte) {
            return fault(.notHex(byte), column: column)
        }
        return nil
    }

    private mutating func endDigits() -> Fault? {
        mode = .skipping
        return high == nil ? nil : fault(.oddDigits, column: digitColumn)
    }

    private mutating func endLine() -> Fault? {
        let isSlash = mode == .slash
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
