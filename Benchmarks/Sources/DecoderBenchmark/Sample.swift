import BenchmarkSupport
import DLMS
import Meters

/// One frame to be measured with: the first of its make, kind of list and length in `captures/`.
final class Sample {
    /// The capture's folder, which is the model, and what the list holds: `"kamstrup phases"`.
    let name: String
    /// The whole frame. It never moves, so that every subject reads the same cache lines.
    let bytes: UnsafeRawBufferPointer

    private init(_ model: String, _ kind: Kind, _ bytes: [UInt8]) {
        name = "\(model) \(kind.list)"
        let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count, alignment: 64)
        copy.copyBytes(from: bytes)
        self.bytes = UnsafeRawBufferPointer(copy)
    }

    deinit {
        bytes.deallocate()
    }

    /// What makes a frame another one to measure.
    private struct Kind: Hashable {
        var make: Make
        var list: String
        var length: Int

        init(_ reading: Reading, length: Int) {
            make = reading.make
            self.length = length
            list =
                if reading.energyImportWh != nil {
                    "registers"
                } else {
                    reading.voltageMV.isEmpty ? "power" : "phases"
                }
        }
    }

    /// The frames of 41 to 400 bytes that give a reading by themselves, the shortest first.
    static func all() throws -> [Sample] {
        var samples: [Kind: Sample] = [:]
        for file in try Captures.files() {
            for frame in frames(of: try Captures.bytes(of: file)) where (41...400).contains(frame.count) {
                guard let reading = reading(of: frame) else { continue }
                let kind = Kind(reading, length: frame.count)
                let model = Captures.model(of: file)
                if samples[kind] == nil { samples[kind] = Sample(model, kind, frame) }
            }
        }
        return samples.values.sorted { ($0.bytes.count, $0.name) < ($1.bytes.count, $1.name) }
    }

    private static func frames(of stream: [UInt8]) -> [[UInt8]] {
        var decoder = FrameDecoder()
        var frames: [[UInt8]] = []
        decoder.read(
            stream.span.bytes,
            frame: { frame in frames.append(frame.bytes.withUnsafeBytes { Array($0) }) },
            passedOver: { _ in }
        )
        return frames
    }

    /// What a reader that has seen nothing else makes of the frame.
    private static func reading(of frame: [UInt8]) -> Reading? {
        var decoder = FrameDecoder()
        var reader = MeterReader()
        var reading: Reading?
        decoder.read(
            frame.span.bytes,
            frame: { frame in
                if case .reading(let found)? = try? reader.message(in: frame) { reading = found }
            },
            passedOver: { _ in }
        )
        return reading
    }
}
