/// Takes a meter's bytes out of what a gateway publishes.
///
/// A gateway that passes frames on publishes them as they are, or as hex text, and its own words on the same topic: lines of status in
/// JSON, lines that begin with `Debug:`. Those are no damaged frames, and are taken out before anyone counts them as such. A frame may
/// come in several payloads, and several in one; a hex text holds whole frames.
package struct FramePayload {
    /// Eight times the longest frame. What is larger is none, and is not looked at.
    package static let mostBytes = 16 * 1_024
    /// Flags, format, addresses, control and check sequence: no frame is shorter.
    private static let shortestFrame = 9

    /// What was handed on last did not end as a frame does, so text may be the rest of it.
    private var isInFrame = false
    private var isInTelegram = false

    package init() {}

    /// - Returns: the bytes to read on with; empty when nothing of the payload is of a meter.
    package mutating func bytes(of payload: [UInt8]) -> [UInt8] {
        guard !payload.isEmpty, payload.count <= Self.mostBytes else { return [] }
        let bytes = Self.hexFrames(payload) ?? Self.withoutStatus(payload)
        guard !bytes.isEmpty else { return [] }
        let isText = isText(bytes[...])
        // A line of the gateway's in words that are not known here.
        if isText, !isInFrame, !Self.mayOpenFrame(bytes) { return [] }
        follow(bytes, isText)
        return bytes
    }

    private static func mayOpenFrame(_ text: [UInt8]) -> Bool {
        let text = text.trimmedBefore
        // Five bytes at the most of a long frame's beginning are letters, by chance.
        return text.first == telegramStart || text.first == hdlcFlag
            || text.first == mbusStart && text.count <= 5
    }

    private mutating func follow(_ bytes: [UInt8], _ isText: Bool) {
        if let start = Self.telegram(in: bytes) {
            isInTelegram = true
            isInFrame = !Self.endsTelegram(bytes[start...])
        } else if isText, isInTelegram, isInFrame {
            isInFrame = !Self.endsTelegram(bytes[...])
        } else {
            isInTelegram = false
            isInFrame = bytes.last != hdlcFlag && bytes.last != mbusStop
        }
    }

    /// Where a telegram begins that fills the rest.
    private static func telegram(in bytes: [UInt8]) -> Int? {
        guard let start = bytes.lastIndex(of: telegramStart), isText(bytes[start...]) else { return nil }
        return start == 0 || bytes[start - 1] == Ascii.newline ? start : nil
    }

    /// An exclamation mark, and behind it the check sequence or the line's end.
    private static func endsTelegram(_ text: ArraySlice<UInt8>) -> Bool {
        guard let mark = text.lastIndex(of: UInt8(ascii: "!")) else { return false }
        let rest = text[(mark + 1)...]
        return rest.count >= 4 || rest.contains(Ascii.newline) || rest.contains(Ascii.carriageReturn)
    }

    // MARK: - Hex text

    /// What a text of hex digits stands for, blanks and line ends aside; `nil` where the payload is none, or begins as no frame does.
    private static func hexFrames(_ payload: [UInt8]) -> [UInt8]? {
        var bytes: [UInt8] = []
        var high: UInt8?
        for character in payload where !isBlank(character) {
            guard let digit = hexValue(character) else { return nil }
            if let first = high {
                bytes.append(first << 4 | digit)
                high = nil
            } else {
                high = digit
            }
            // Most payloads are binary, or other text: the first byte says so.
            if bytes.count == 1, ![hdlcFlag, mbusStart, telegramStart].contains(bytes[0]) { return nil }
        }
        return high == nil && bytes.count >= shortestFrame ? bytes : nil
    }

    // MARK: - Status

    /// The payload without lines that are a gateway's own: where a line or a frame has just ended, a JSON object, or a text that
    /// begins with `Debug:`.
    private static func withoutStatus(_ payload: [UInt8]) -> [UInt8] {
        var bytes: [UInt8] = []
        var index = 0
        while index < payload.count {
            let end = lineEnd(of: payload, from: index)
            if !isStatus(payload[index..<end]) { bytes += payload[index..<end] }
            index = end
        }
        return bytes
    }

    /// Behind the next byte that may end a line or a frame; before a byte that no text has.
    private static func lineEnd(of payload: [UInt8], from start: Int) -> Int {
        let startsAsText = mayBeText(payload[start]) && payload[start] != hdlcFlag
        for index in start..<payload.count {
            let byte = payload[index]
            // A flag that opens a frame right behind the text is the frame's.
            if byte == hdlcFlag, index > start { return startsAsText ? index : index + 1 }
            if byte == Ascii.newline || byte == mbusStop { return index + 1 }
            if startsAsText, !mayBeText(byte) { return index }
        }
        return payload.count
    }

    private static func isStatus(_ line: ArraySlice<UInt8>) -> Bool {
        guard line.count >= 2, isText(line) else { return false }
        let text = line.trimmed
        if text.starts(with: Array("Debug:".utf8)) { return true }
        guard text.first == UInt8(ascii: "{"), text.last == UInt8(ascii: "}") else { return false }
        let inside = text.dropFirst().dropLast().trimmed
        // A key in quotes: no chance makes one in a frame.
        return inside.first == UInt8(ascii: "\"") && inside.contains(UInt8(ascii: ":"))
    }
}

private let hdlcFlag: UInt8 = 0x7E
private let mbusStart: UInt8 = 0x68
private let mbusStop: UInt8 = 0x16
private let telegramStart = UInt8(ascii: "/")

/// Characters of ASCII, what ends lines, and bytes that are part of a character of UTF-8, perhaps.
private func mayBeText(_ byte: UInt8) -> Bool {
    byte >= 0x20 && byte != 0x7F || isBlank(byte)
}

private func isText(_ bytes: ArraySlice<UInt8>) -> Bool {
    bytes.allSatisfy(mayBeText) && String(validating: bytes, as: UTF8.self) != nil
}

private func isBlank(_ byte: UInt8) -> Bool { Ascii.isSpace(byte) || byte == Ascii.newline }

extension Collection<UInt8> {
    fileprivate var trimmedBefore: SubSequence { drop(while: isBlank) }
}

extension ArraySlice<UInt8> {
    /// Without blanks and line ends at both ends.
    fileprivate var trimmed: ArraySlice<UInt8> {
        let rest = trimmedBefore
        return rest[..<(rest.lastIndex { !isBlank($0) }.map { $0 + 1 } ?? rest.endIndex)]
    }
}
