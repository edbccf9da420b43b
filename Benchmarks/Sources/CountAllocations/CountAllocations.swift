import BenchmarkSupport
import DLMS
import Foundation
import Meters

/// Decodes each capture again and again, in chunks of several sizes, and prints what that took from the heap: a line each,
/// name, bytes a chunk (0: all at once), readings, allocations. `Tests/AllocationTests` reads it.
@main
struct CountAllocations {
    static func main() {
        reportingErrors(count)
    }

    private static func count() throws {
        for file in try Captures.files() {
            let stream = try Captures.bytes(of: file)
            guard !stream.isEmpty else { continue }
            for chunk in [0, 1, 7, 64] {
                let (readings, allocations) = try count(stream, by: chunk)
                print(
                    "\(Captures.model(of: file))/\(file.lastPathComponent) \(chunk) \(readings) \(allocations)"
                )
            }
        }
    }

    /// The second time, that is: the first warms up.
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
