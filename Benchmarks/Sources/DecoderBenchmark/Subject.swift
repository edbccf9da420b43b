import BenchmarkSupport
import CYardsticks
import DLMS
import Meters

/// What is measured.
enum Subject: Int, CaseIterable {
    /// `FrameDecoder.read` → `MeterReader.read` → its `Reading`, a frame a read, as a port gives them.
    case kilovakt
    /// `FrameDecoder.read` alone: the frame found and both its sequences checked.
    case frames
    /// `frameCheckSequence` alone, over all bytes of the frame.
    case sum
    /// CRC-16/X.25 in C, a byte a turn.
    case table
    /// CRC-16/X.25 in C, eight bytes a turn.
    case slices
    /// memcpy.
    case copy
}

/// All of them over one frame, warm: the decoder has had the frame before, and the reader knows the meter.
struct Bench: ~Copyable {
    let sample: Sample
    private var decoder = FrameDecoder()
    private var reader = MeterReader()

    init(_ sample: Sample) {
        self.sample = sample
    }

    /// Puts the frame through a subject so many times.
    ///
    /// Behind each turn stands a barrier that the optimiser cannot look through, so that no turn can be left out because
    /// it would give what the last one gave.
    mutating func run(_ subject: Subject, turns: Int) throws {
        guard let first = sample.bytes.baseAddress?.assumingMemoryBound(to: UInt8.self) else { return }
        let count = sample.bytes.count
        switch subject {
        case .kilovakt: try decode(turns)
        case .frames: find(turns)
        case .sum: for _ in 0..<turns { _ = keep(sum(UnsafeRawBufferPointer(sample.bytes))) }
        case .table: for _ in 0..<turns { _ = keep(yardstick_crc_by_table(first, count)) }
        case .slices: for _ in 0..<turns { _ = keep(yardstick_crc_by_slices(first, count)) }
        case .copy: for _ in 0..<turns { yardstick_copy(first, count) }
        }
    }

    private mutating func decode(_ turns: Int) throws {
        var readings = 0
        let frame = sample.bytes
        for _ in 0..<turns {
            yardstick_barrier(frame.baseAddress)
            readings += read(frame)
        }
        guard readings == turns else {
            throw BenchmarkError("\(sample.name): \(readings) readings of \(turns) frames")
        }
    }

    /// - Returns: how many readings came of it.
    private mutating func read(_ bytes: UnsafeRawBufferPointer) -> Int {
        var readings = 0
        decoder.read(
            bytes.bytes,
            frame: { frame in
                guard case .registers? = try? reader.read(frame) else { return }
                withUnsafePointer(to: reader.reading) { yardstick_barrier($0) }
                readings += 1
            },
            passedOver: { _ in }
        )
        return readings
    }

    private mutating func find(_ turns: Int) {
        let frame = sample.bytes
        for _ in 0..<turns {
            yardstick_barrier(frame.baseAddress)
            decoder.read(
                frame.bytes,
                frame: { frame in yardstick_barrier(frame.bytes.withUnsafeBytes { $0.baseAddress }) },
                passedOver: { _ in }
            )
        }
    }

    private func sum(_ bytes: UnsafeRawBufferPointer) -> UInt16 {
        yardstick_barrier(bytes.baseAddress)
        return frameCheckSequence(of: bytes.bytes)
    }

    /// Makes a sum count for something.
    private func keep(_ sum: UInt16) -> UInt16 {
        withUnsafePointer(to: sum) { yardstick_barrier($0) }
        return sum
    }
}
