import BenchmarkSupport
import DLMS
import Foundation
import Meters

/// The heap use of a warm decoder: none, whatever comes and however it is cut.
///
/// Decodes each capture twice, whole and in chunks of several sizes, and prints the second time's readings and allocations. Exit
/// code 1 when something was allocated, or when a make is missing that has to be there.
///
/// To be built for release: without the optimiser a literal array in a loop is on the heap.
@main
struct CountAllocations {
    private static let chunkSizes = [0, 1, 7, 64]
    private static let makes: Set<Substring> = ["aidon", "kaifa", "kamstrup"]

    static func main() {
        reportingErrors { if try !isNone() { exit(1) } }
    }

    /// Counts over all captures.
    private static func isNone() throws -> Bool {
        var read: Set<Substring> = []
        var total = 0
        for file in try Captures.files() {
            let stream = try Captures.bytes(of: file)
            guard !stream.isEmpty else { continue }
            let name = "\(Captures.model(of: file))/\(file.lastPathComponent)"
            for chunk in chunkSizes {
                let (readings, allocations) = try count(stream, by: chunk)
                let pieces = chunk == 0 ? "whole" : "by \(chunk) bytes"
                print("\(name) \(pieces): \(readings) readings, \(allocations) allocations")
                total += allocations
                if readings > 0, let make = name.split(separator: "/").first { read.insert(make) }
            }
        }
        let missing = makes.subtracting(read).sorted()
        if !missing.isEmpty { print("no readings of \(missing.joined(separator: ", "))") }
        print("\(total) allocations in all; there may be none")
        return total == 0 && missing.isEmpty
    }

    /// The readings and the allocations of the second time; the first warms up.
    private static func count(_ stream: [UInt8], by chunk: Int) throws -> (readings: Int, allocations: Int) {
        var decoding = Decoding()
        let first = decoding.read(stream, by: chunk)
        var second = 0
        let allocations = try HeapUse.count { second = decoding.read(stream, by: chunk) }
        guard second == first else { throw BenchmarkError("\(first) readings, then \(second)") }
        return (second, allocations)
    }
}

/// A decoder and a reader that stay warm.
private struct Decoding: ~Copyable {
    private var decoder = FrameDecoder()
    private var reader = MeterReader()

    /// Feeds the stream in chunks of so many bytes, 0 = all at once.
    ///
    /// - Returns: how many readings came of it.
    mutating func read(_ stream: [UInt8], by chunk: Int) -> Int {
        let step = chunk == 0 ? stream.count : chunk
        var readings = 0
        var start = 0
        while start < stream.count {
            let end = min(start + step, stream.count)
            decoder.read(
                stream.span.bytes.extracting(start..<end),
                frame: { frame in
                    if case .reading? = try? reader.message(in: frame) { readings += 1 }
                },
                passedOver: { _ in }
            )
            start = end
        }
        return readings
    }
}
