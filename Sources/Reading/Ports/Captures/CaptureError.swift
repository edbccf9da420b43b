/// Why a capture, or a place in one, cannot be read. Its description reads "FILE:line:column: why".
public struct CaptureError: Error, Sendable, Hashable {
    /// The path as it was given; `-` is standard input.
    public var file: String
    /// From 1; `nil` when it is not about a place.
    public var line: Int?
    /// In bytes from 1.
    public var column: Int?
    public var reason: Reason

    public enum Reason: Error, Sendable, Hashable {
        /// The system's error number.
        case cannotOpen(code: Int32)
        /// The system's error number. Nothing more comes of the file.
        case cannotRead(code: Int32)
        case compressed
        /// A line that begins with no time of the form `2026-01-15T07:00:02.512Z`.
        case badTime
        case noBytes
        /// A byte that is neither a hex digit nor white space.
        case notHex(UInt8)
        /// The digits of a line do not pair up into bytes.
        case oddDigits
        case lineTooLong(limitBytes: Int)
        /// A line of a dump that is `*`, for lines like the one above.
        case dumpLeavesOut
    }
}

extension CaptureError: CustomStringConvertible {
    public var description: String {
        let place = [line, column].compactMap { $0.map { ":\($0)" } }.joined()
        return "\(file == "-" ? "standard input" : file)\(place): \(reason)"
    }
}

extension CaptureError.Reason: CustomStringConvertible {
    public var description: String {
        switch self {
        case .cannotOpen(let code): "cannot open it, \(systemMessage(code))"
        case .cannotRead(let code): "cannot read it, \(systemMessage(code))"
        case .compressed: "is compressed, gunzip it first"
        case .badTime: "no time at the line's start, a line is like 2026-01-15T07:00:02.512Z 7EA027…"
        case .noBytes: "no bytes after the time"
        case .notHex(let byte): "\(Self.name(of: byte)) is not a hex digit"
        case .oddDigits: "a hex digit without its second, digits stand in pairs"
        case .lineTooLong(let limit): "the line is longer than \(limit) bytes"
        case .dumpLeavesOut: "the dump leaves out lines that repeat (*), write it with hexdump -v -C"
        }
    }

    private static func name(of byte: UInt8) -> String {
        switch byte {
        case 0x21...0x7E: "\"\(Character(UnicodeScalar(byte)))\""
        default: "the byte 0x" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
        }
    }
}
