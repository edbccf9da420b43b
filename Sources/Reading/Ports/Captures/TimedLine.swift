/// Reads a line of a timed capture: `2026-01-15T07:00:02.512Z 7EA0…7E`.
struct TimedLine {
    var bytes: [UInt8]
    var arrivalUnixMilliseconds: Int64

    struct Fault: Error, Equatable {
        /// In bytes from 1.
        var column: Int
        var reason: CaptureError.Reason
    }

    /// - Returns: `nil` for a blank line or a comment.
    init?(parsing line: Span<UInt8>) throws(Fault) {
        var index = 0
        while index < line.count, Ascii.isSpace(line[index]) { index += 1 }
        if index == line.count { return nil }
        if line[index] == Ascii.slash, index + 1 < line.count, line[index + 1] == Ascii.slash { return nil }
        arrivalUnixMilliseconds = try Self.time(parsing: line, from: &index)
        bytes = try Self.bytes(parsing: line, from: index)
    }

    // MARK: - The time

    private static func time(parsing line: Span<UInt8>, from index: inout Int) throws(Fault) -> Int64 {
        let year = try number(parsing: line, digits: 4, from: &index)
        try skip(Ascii.hyphen, in: line, from: &index)
        let month = try number(parsing: line, digits: 2, in: 1...12, from: &index)
        try skip(Ascii.hyphen, in: line, from: &index)
        let longest = UTCTime.dayCount(ofMonth: month, year: year)
        let day = try number(parsing: line, digits: 2, in: 1...longest, from: &index)
        try skip(Ascii.letterT, in: line, from: &index)
        let hour = try number(parsing: line, digits: 2, in: 0...23, from: &index)
        try skip(Ascii.colon, in: line, from: &index)
        let minute = try number(parsing: line, digits: 2, in: 0...59, from: &index)
        try skip(Ascii.colon, in: line, from: &index)
        let second = try number(parsing: line, digits: 2, in: 0...59, from: &index)
        let millisecond = try fraction(parsing: line, from: &index)
        try skip(Ascii.letterZ, in: line, from: &index)
        let days = UTCTime.dayNumber(year: year, month: month, day: day)
        return Int64(((days * 24 + hour) * 60 + minute) * 60 + second) * 1_000 + Int64(millisecond)
    }

    /// 1 to 9 digits after a dot, cut to ms; 0 where there is no dot.
    private static func fraction(parsing line: Span<UInt8>, from index: inout Int) throws(Fault) -> Int {
        guard index < line.count, line[index] == Ascii.dot else { return 0 }
        index += 1
        let first = index
        var milliseconds = 0
        var scale = 100
        while index < line.count, Ascii.isDigit(line[index]) {
            milliseconds += Int(line[index] - Ascii.zero) * scale
            scale /= 10
            index += 1
        }
        guard 1...9 ~= index - first else { throw Fault(column: first + 1, reason: .badTime) }
        return milliseconds
    }

    private static func number(
        parsing line: Span<UInt8>,
        digits: Int,
        in range: ClosedRange<Int> = 0...9_999,
        from index: inout Int
    ) throws(Fault) -> Int {
        let first = index
        var value = 0
        while index < first + digits {
            guard index < line.count, Ascii.isDigit(line[index]) else {
                throw Fault(column: index + 1, reason: .badTime)
            }
            value = value * 10 + Int(line[index] - Ascii.zero)
            index += 1
        }
        guard range.contains(value) else { throw Fault(column: first + 1, reason: .badTime) }
        return value
    }

    private static func skip(_ byte: UInt8, in line: Span<UInt8>, from index: inout Int) throws(Fault) {
        guard index < line.count, line[index] == byte else {
            throw Fault(column: index + 1, reason: .badTime)
        }
        index += 1
    }

    // MARK: - The bytes

    private static func bytes(parsing line: Span<UInt8>, from start: Int) throws(Fault) -> [UInt8] {
        guard start == line.count || Ascii.isSpace(line[start]) else {
            throw Fault(column: start + 1, reason: .badTime)
        }
        var fault: Fault?
        let bytes = [UInt8](unsafeUninitializedCapacity: (line.count - start) / 2) { output, count in
            do throws(Fault) {
                try decode(line, from: start, into: output, count: &count)
            } catch let error {
                fault = error
            }
        }
        if let fault { throw fault }
        guard !bytes.isEmpty else { throw Fault(column: line.count + 1, reason: .noBytes) }
        return bytes
    }

    /// Pairs of digits, with or without blanks between the pairs.
    private static func decode(
        _ line: Span<UInt8>,
        from start: Int,
        into output: UnsafeMutableBufferPointer<UInt8>,
        count: inout Int
    ) throws(Fault) {
        let table = hexValues
        let values = table.span
        var index = start
        while index < line.count {
            let high = values[Int(line[index])]
            let low = index + 1 < line.count ? values[Int(line[index + 1])] : 255
            if high | low < 16 {
                output[count] = high << 4 | low
                count += 1
                index += 2
            } else if high < 16 {
                let isPair = index + 1 < line.count && !Ascii.isSpace(line[index + 1])
                throw isPair
                    ? Fault(column: index + 2, reason: .notHex(line[index + 1]))
                    : Fault(column: index + 1, reason: .oddDigits)
            } else if Ascii.isSpace(line[index]) {
                index += 1
            } else {
                throw Fault(column: index + 1, reason: .notHex(line[index]))
            }
        }
    }
}
