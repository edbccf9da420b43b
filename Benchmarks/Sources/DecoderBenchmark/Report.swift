import Foundation

/// One frame's figures.
struct FrameReport: Encodable {
    var name: String
    var bytes: Int
    /// Nanoseconds a frame, the median of the rounds.
    var nanoseconds: [String: Double]
    /// Millions of bytes a second through the decoder.
    var megabytesPerSecond: Double
    var allocationsPerFrame: Double
    /// The decoder's time as a share of the byte table's over the same frame.
    var ratioToTable: Double
    /// The highest ratio allowed; `nil` where none is set.
    var bound: Double?
    var isWithinBounds: Bool

    init(_ measured: Measured) {
        name = measured.sample.name
        bytes = measured.sample.bytes.count
        let medians = Subject.allCases.map { ("\($0)", (measured.median($0) * 100).rounded() / 100) }
        nanoseconds = Dictionary(uniqueKeysWithValues: medians)
        let decoder = measured.median(.kilovakt)
        megabytesPerSecond = (Double(bytes) * 1_000 / decoder * 10).rounded() / 10
        allocationsPerFrame = measured.allocationsPerFrame
        ratioToTable = (decoder / measured.median(.table) * 1_000).rounded() / 1_000
        bound = Bound.ratio(bytes: bytes)
        isWithinBounds = ratioToTable <= bound ?? .infinity && allocationsPerFrame <= Bound.allocations
    }
}

/// What the decoder has to keep to, as shares of the byte table in C over the same frame in the same run.
enum Bound {
    /// - Returns: `nil` for lengths that no bound is set for.
    static func ratio(bytes: Int) -> Double? {
        switch bytes {
        case 200...: 0.45
        case 41...60: 1.0
        default: nil
        }
    }

    static let allocations = 0.0
}

/// All frames' figures.
struct Report: Encodable {
    var rounds: Int
    var frames: [FrameReport]

    /// The frames that do not keep to their bounds.
    var missed: [FrameReport] { frames.filter { !$0.isWithinBounds } }

    func json() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
        encoder.keyEncodingStrategy = .convertToSnakeCase
        return String(decoding: try encoder.encode(self), as: UTF8.self)
    }

    /// For people: nanoseconds a frame in columns, and a verdict.
    func table() -> String {
        let head = [
            "frame", "bytes", "kilovakt", "frames", "sum", "table", "slices", "memcpy", "MB/s", "alloc",
            "ratio", "bound",
        ]
        let rows = frames.map { frame in
            let times = Subject.allCases.map { text(frame.nanoseconds["\($0)"] ?? .nan, 1) }
            let bound = frame.bound.map { text($0, 2) + (frame.isWithinBounds ? " ok" : " MISSED") }
            return [frame.name, "\(frame.bytes)"] + times + [
                text(frame.megabytesPerSecond, 0), text(frame.allocationsPerFrame, 2),
                text(frame.ratioToTable, 3), bound ?? (frame.isWithinBounds ? "-" : "MISSED"),
            ]
        }
        return """
            Nanoseconds a frame, medians of \(rounds) interleaved rounds; ratio = kilovakt / table.

            \(columns([head] + rows))

            \(verdict)
            """
    }

    private var verdict: String {
        guard !missed.isEmpty else {
            return
                "All \(frames.count) frames keep to their bounds: 0.45 from 200 bytes, 1.0 from 41 to 60, 0 allocations."
        }
        let names = missed.map { "\($0.name) (\($0.bytes))" }
        return "\(missed.count) of \(frames.count) frames MISS their bounds: \(names.joined(separator: ", "))"
    }
}

private func text(_ value: Double, _ digits: Int) -> String {
    String(format: "%.\(digits)f", value)
}

/// Text in columns: the first to the left, the others to the right.
private func columns(_ rows: [[String]]) -> String {
    let widths = (rows.first ?? []).indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
    return rows.map { row in
        zip(row, widths).enumerated().map { index, cell in
            let fill = String(repeating: " ", count: cell.1 - cell.0.count)
            return index == 0 ? cell.0 + fill : fill + cell.0
        }.joined(separator: "  ")
    }.joined(separator: "\n")
}
