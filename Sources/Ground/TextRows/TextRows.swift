/// The lines of a CSV file, one after the other. Holds nothing but the bytes it was given.
package struct TextRows {
    private let bytes: [UInt8]
    private var next: Int
    /// The number of lines that were read.
    package private(set) var line = 0

    /// The longest row that is split, in bytes; usual ones have a hundred.
    fileprivate static let longest = 1_000

    package init(_ bytes: [UInt8]) {
        self.bytes = bytes
        next = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    }

    /// The next line that holds more than white space, without its end.
    package mutating func nextRow() -> ArraySlice<UInt8>? {
        while next < bytes.count {
            let end = bytes[next...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
            var row = bytes[next..<end]
            next = end + 1
            line += 1
            while let last = row.last, last == 0x0D || last == 0x20 || last == 0x09 { row.removeLast() }
            if !row.isEmpty { return row }
        }
        return nil
    }
}

/// The fields of a row.
///
/// By RFC 4180, except that a quotation mark never reaches over a line's end.
package enum RowFields {
    /// - Returns: the fields as text, without white space around them.
    package static func split(_ row: ArraySlice<UInt8>, by separator: UInt8) throws(RowError)
        -> [String]
    {
        guard row.count <= TextRows.longest else { throw .tooLong }
        guard row.allSatisfy({ $0 >= 0x20 || $0 == 0x09 }) else { throw .notText }
        var fields: [String] = []
        var field: [UInt8] = []
        var isQuoted = false
        var index = row.startIndex
        while index < row.endIndex {
            let byte = row[index]
            index += 1
            if isQuoted, byte == quote, index < row.endIndex, row[index] == quote {
                field.append(quote)
                index += 1
            } else if byte == quote {
                isQuoted.toggle()
            } else if byte == separator, !isQuoted {
                fields.append(text(field))
                field.removeAll(keepingCapacity: true)
            } else {
                field.append(byte)
            }
        }
        guard !isQuoted else { throw .openQuote }
        fields.append(text(field))
        return fields
    }

    private static let quote = UInt8(ascii: "\"")

    /// A field as text: UTF-8, else Latin-1, which has every letter of Norwegian where CP1252 has it.
    package static func text(_ bytes: some Sequence<UInt8>) -> String {
        var bytes = Array(bytes)
        while let last = bytes.last, last == 0x20 || last == 0x09 { bytes.removeLast() }
        bytes = Array(bytes.drop { $0 == 0x20 || $0 == 0x09 })
        if let text = String(validating: bytes, as: UTF8.self) { return text }
        return String(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) }))
    }
}

/// A row that cannot be split into fields.
public enum RowError: Error, Sendable, Hashable, CustomStringConvertible {
    case tooLong
    /// Holds bytes that no text has.
    case notText
    case openQuote

    public var description: String {
        switch self {
        case .tooLong: "the line is longer than a row can be"
        case .notText: "the line holds bytes that are not text"
        case .openQuote: "a quotation mark is opened and not closed"
        }
    }
}
