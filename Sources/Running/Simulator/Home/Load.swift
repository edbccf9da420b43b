public import Civil
import TextRows

/// What a home draws, second by second.
public protocol Load: Sendable {
    /// Power drawn in the second that begins at `unixSeconds`, in W.
    mutating func watts(at unixSeconds: Int64) -> Int
}

/// A measured home: one value a minute.
public struct MinuteLoad: Load {
    private let firstMinute: Int64
    private let values: [Int32]
    /// Places in `values` of minutes that the file leaves out.
    private let missing: Set<Int>

    /// Power of the minute that holds the second; 0 outside what was measured.
    public func watts(at unixSeconds: Int64) -> Int {
        let index = Int(unixSeconds / 60 - firstMinute)
        return values.indices.contains(index) ? Int(values[index]) : 0
    }

    /// The minutes from `start` on: their power in W, `nil` where the file leaves one out.
    public var minutes: [Int?] {
        values.indices.map { missing.contains($0) ? nil : Int(values[$0]) }
    }

    public var start: Instant { Instant(unixSeconds: firstMinute * 60) }
    public var end: Instant { Instant(unixSeconds: (firstMinute + Int64(values.count)) * 60) }

    /// Reads `unix_time,watts` lines with a header, a line a minute, rising; a minute that is missing keeps the value of
    /// the one before.
    ///
    /// - Throws: `LoadError` with the line that is wrong.
    public init(csv: [UInt8]) throws(LoadError) {
        var values: [Int32] = []
        var missing: Set<Int> = []
        var first: Int64?
        var rows = TextRows(csv)
        while let text = rows.nextRow() {
            let line = rows.line
            guard let row = try Self.row(text, line: line) else { continue }
            let minute = row.time / 60
            let origin = first ?? minute
            first = origin
            let index = Int(minute - origin)
            guard index >= values.count else {
                throw LoadError(line: line, reason: "time does not rise; sort the lines by time")
            }
            guard index < values.count + Self.longestGap else {
                throw LoadError(line: line, reason: "more than a day is missing before this line")
            }
            missing.formUnion(values.count..<index)
            values.append(contentsOf: repeatElement(values.last ?? 0, count: index - values.count))
            values.append(row.watts)
        }
        guard let first else {
            throw LoadError(line: rows.line, reason: "no values; expected lines like 1166286240,4216")
        }
        firstMinute = first
        self.values = values
        self.missing = missing
    }

    private static let longestGap = 1_440

    private static func row(_ bytes: ArraySlice<UInt8>, line: Int) throws(LoadError) -> (
        time: Int64, watts: Int32
    )? {
        let text = bytes.last == UInt8(ascii: "\r") ? bytes.dropLast() : bytes
        if text.isEmpty { return nil }
        if line == 1, let first = text.first, !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first) {
            return nil
        }
        guard let comma = text.firstIndex(of: UInt8(ascii: ",")),
            let time = number(text[..<comma]), let watts = number(text[(comma + 1)...]),
            (0...1_000_000).contains(watts)
        else {
            throw LoadError(
                line: line,
                reason: "not unix_time,watts with whole watts; expected 1166286240,4216"
            )
        }
        return (time, Int32(watts))
    }

    private static func number(_ bytes: ArraySlice<UInt8>) -> Int64? {
        guard !bytes.isEmpty, bytes.count <= 15 else { return nil }
        var value: Int64 = 0
        for byte in bytes {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
            value = value * 10 + Int64(byte - UInt8(ascii: "0"))
        }
        return value
    }
}

/// A load file that cannot be read.
public struct LoadError: Error, Sendable, CustomStringConvertible {
    public var line: Int
    public var reason: String

    public var description: String { "line \(line): \(reason)" }
}
