/// How a capture is written. Its content tells, not its name.
enum CaptureFormat: Sendable, Equatable {
    /// The bytes themselves.
    case raw
    /// Hex digits; white space and `//` comments do not count.
    case hex
    /// A line for each chunk: a time and hex digits, `2026-01-15T07:00:02.512Z 7EA0…7E`.
    case timed
    /// Compressed: has to be unpacked first.
    case gzip

    /// Looks at the beginning of a capture.
    init(beginning bytes: ArraySlice<UInt8>) {
        let isText = bytes.allSatisfy { (0x20..<0x7F).contains($0) || (0x09...0x0D).contains($0) }
        if bytes.starts(with: [0x1F, 0x8B]) {
            self = .gzip
        } else if bytes.starts(with: [0x7E]) || !isText {
            // A frame may begin with bytes that are all printable: 7E is `~`, which no text capture holds.
            self = .raw
        } else {
            self = Self.firstLineIsTimed(bytes) ? .timed : .hex
        }
    }

    /// Whether the first line that is neither empty nor a comment begins like a time: `2026-01-15T…`.
    private static func firstLineIsTimed(_ bytes: ArraySlice<UInt8>) -> Bool {
        for line in bytes.split(separator: UInt8(ascii: "\n")) {
            let text = line.drop {
                $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") || $0 == UInt8(ascii: "\r")
            }
            if text.isEmpty || text.starts(with: Array("//".utf8)) { continue }
            let place = text.startIndex
            return text.count > 10 && text[place + 4] == UInt8(ascii: "-")
                && text[place + 10] == UInt8(ascii: "T")
        }
        return false
    }
}

/// The value of a hex digit, `nil` for any other byte.
@inline(__always)
func hexValue(_ byte: UInt8) -> UInt8? {
    switch byte {
    case 0x30...0x39: byte - 0x30
    case 0x41...0x46: byte - 0x37
    case 0x61...0x66: byte - 0x57
    default: nil
    }
}

/// White space as it stands between hex digits: blank, tab, line ends.
@inline(__always)
func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
