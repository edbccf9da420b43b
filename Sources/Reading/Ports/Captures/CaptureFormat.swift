/// How a capture writes its bytes; told by content, never by name.
public enum CaptureFormat: Sendable, Hashable, CaseIterable {
    /// The bytes themselves. P1 telegrams are text, and raw all the same.
    case raw
    /// Hex digits; white space, colons between bytes and `//` comments are ignored. The two digits of a byte stand on
    /// one line. A log's level, `(V)`, may stand before them; so may the offset of a dump, with the characters behind.
    case hex
    /// One received chunk a line: `2026-01-15T07:00:02.512Z 7EA0…7E`. Lines that begin with `//` are ignored.
    case timed
}

extension CaptureFormat {
    /// Tells the format from the first bytes of a capture.
    ///
    /// - Parameter isWhole: whether `bytes` end where a line does, or the capture.
    /// - Returns: `nil` when it takes more bytes to tell.
    static func detect(_ bytes: Span<UInt8>, isWhole: Bool) -> CaptureFormat? {
        var counts = LineCounts()
        var start = bytes.withUnsafeBufferPointer { $0.starts(with: HexText.byteOrderMark) } ? 3 : 0
        while start < bytes.count {
            var end = start
            while end < bytes.count, bytes[end] != Ascii.newline { end += 1 }
            // The last line may go on: a beginning of it must not decide.
            guard end < bytes.count || isWhole || !counts.hasAny else { break }
            let isCut = end == bytes.count && !isWhole && end - start < tellingBytes
            counts.add(LineKind(bytes.extracting(start..<end), isCut: isCut))
            start = end + 1
        }
        return counts.verdict ?? (isWhole ? .raw : nil)
    }
}

/// So much of a line tells its kind, however it goes on.
private let tellingBytes = 64

/// How many lines look like what.
private struct LineCounts {
    private var timed = 0
    private var hex = 0
    private var text = 0
    private var binary = 0

    var hasAny: Bool { timed + hex + text + binary > 0 }

    mutating func add(_ kind: LineKind) {
        switch kind {
        case .empty: break
        case .timed: timed += 1
        case .hex: hex += 1
        case .text: text += 1
        case .binary: binary += 1
        }
    }

    /// One line with a time is no chance; hex must be most lines, so that a damaged line does not turn hex to raw and
    /// the checksum on a P1 telegram's line does not turn it to hex.
    var verdict: CaptureFormat? {
        guard hasAny else { return nil }
        if timed > 0 { return .timed }
        return hex > text + binary || (hex > 0 && hex == text && binary == 0) ? .hex : .raw
    }
}

/// What a line of a capture looks like.
private enum LineKind {
    /// White space or a comment only; also a line whose kind cannot be told because it is cut.
    case empty
    case timed
    /// Letters, digits, colons and white space that begin with a hex digit: a wrong digit among them is still hex,
    /// damaged.
    case hex
    case text
    case binary

    init(_ line: Span<UInt8>, isCut: Bool) {
        if Self.beginsWithDate(line) {
            self = .timed
            return
        }
        if Self.isDump(line) {
            self = .hex
            return
        }
        var first: UInt8?
        var isAlphanumeric = true
        for index in Self.levelLength(line)..<line.count {
            let byte = line[index]
            if byte == Ascii.slash, index + 1 < line.count, line[index + 1] == Ascii.slash { break }
            if Ascii.isSpace(byte) { continue }
            guard 0x20...0x7E ~= byte else {
                self = .binary
                return
            }
            first = first ?? byte
            isAlphanumeric = isAlphanumeric && (Ascii.isAlphanumeric(byte) || byte == Ascii.colon)
        }
        guard let first else {
            self = .empty
            return
        }
        // A cut line that is good so far may be the beginning of anything, a time above all.
        if isCut { self = .empty } else { self = isAlphanumeric && hexValue(first) != nil ? .hex : .text }
    }

    /// `00000010  0c` or `00000010: 0c07`, as hexdump -C and xxd write a line.
    private static func isDump(_ line: Span<UInt8>) -> Bool {
        guard line.count > 11 else { return false }
        for index in 0..<8 where hexValue(line[index]) == nil { return false }
        let isOffset = line[8] == Ascii.colon || line[8] == Ascii.space && line[9] == Ascii.space
        return isOffset && hexValue(line[10]) != nil && hexValue(line[11]) != nil
    }

    /// The length of a log's level at the line's start, `(V)`; 0 without one.
    private static func levelLength(_ line: Span<UInt8>) -> Int {
        guard line.count > 3, line[0] == Ascii.openBracket, line[2] == Ascii.closeBracket else { return 0 }
        return Ascii.isLetter(line[1]) ? 3 : 0
    }

    /// `2026-01-15T`
    private static func beginsWithDate(_ line: Span<UInt8>) -> Bool {
        guard line.count > 10 else { return false }
        for index in 0..<10 {
            let isRight = index == 4 || index == 7 ? line[index] == Ascii.hyphen : Ascii.isDigit(line[index])
            guard isRight else { return false }
        }
        return line[10] == Ascii.letterT
    }
}
