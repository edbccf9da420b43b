import Foundation

/// Values as JSON, the way every command and topic writes it: exact decimals, sorted keys, no escaped slashes.
enum JSONLine {
    /// - Returns: one line of JSON.
    static func text(_ value: some Encodable) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        do {
            return String(decoding: try encoder.encode(value), as: UTF8.self)
        } catch {
            // Only numbers that are none (NaN) can fail, and every number here is a whole one or a decimal.
            return "{\"error\":\"\(error)\"}"
        }
    }
}

/// Where complaints go.
enum StandardError {
    static func print(_ text: String) {
        FileHandle.standardError.write(Data((text + "\n").utf8))
    }
}
