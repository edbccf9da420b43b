import DLMS
import Foundation
import Meters
import TestSupport
import Testing

/// A capture as it may be received: what comes of it must not depend on how.
struct Reception: Sendable, CustomTestStringConvertible {
    var name: String
    var bytes: [UInt8]

    var testDescription: String { name }

    /// Every capture with frames in it: the project's own, and the real ones where they are.
    static let all: [Reception] = own + real

    private static let own: [Reception] = {
        let folder = Checkout.root.appending(path: "captures")
        let names = (FileManager.default.subpaths(atPath: folder.path) ?? []).sorted()
        return names.compactMap { name in
            guard let data = try? Data(contentsOf: folder.appending(path: name)) else { return nil }
            switch name.suffix(4) {
            case ".bin": return Reception(name: name, bytes: Array(data))
            case ".hex":
                guard let bytes = try? hexBytes(String(decoding: data, as: UTF8.self)) else { return nil }
                return Reception(name: name, bytes: bytes)
            case ".txt" where data.first == UInt8(ascii: "/"):
                return Reception(name: name, bytes: Array(data))
            default: return nil
            }
        }
    }()

    private static let real: [Reception] = {
        guard Shared.isPresent else { return [] }
        let files = ["norway", "sweden", "other", "broken"].flatMap { folder in
            let path = Shared.root.appending(path: "captures/real/\(folder)").path
            return (FileManager.default.subpaths(atPath: path) ?? []).sorted().map { "\(folder)/\($0)" }
        }
        return files.compactMap { file in
            // A bare APDU has no frame to be found again by.
            guard !file.hasSuffix(".gz"), !file.hasSuffix("-apdu.hex") else { return nil }
            return (try? Shared.capture(String(file.dropLast(4)))).map { Reception(name: file, bytes: $0) }
        }
    }()

    /// What a new reader makes of chunks of these lengths, the last one as long as it has to be.
    func outcomes(chunks: [Int] = [], before: [UInt8] = [], after: [UInt8] = []) -> [Outcome] {
        Self.outcomes(of: before + bytes + after, chunks: chunks)
    }

    static func outcomes(of bytes: [UInt8], chunks: [Int] = []) -> [Outcome] {
        var decoder = FrameDecoder()
        var reader = MeterReader()
        var outcomes: [Outcome] = []
        var start = 0
        for length in chunks + [bytes.count] {
            let end = min(bytes.count, start + length)
            decoder.read(
                bytes.span.bytes.extracting(start..<end),
                frame: { outcomes.append(Outcome($0, &reader)) },
                passedOver: { _ in }
            )
            start = end
        }
        decoder.finish(frame: { outcomes.append(Outcome($0, &reader)) }, passedOver: { _ in })
        return outcomes
    }

    /// The first messages of it, so that cutting it everywhere takes its time only once.
    var beginning: Reception {
        var decoder = FrameDecoder()
        var end = 0
        decoder.read(
            bytes.span.bytes,
            frame: { if $0.offset + $0.bytes.byteCount <= 1_200 { end = $0.offset + $0.bytes.byteCount } },
            passedOver: { _ in }
        )
        return Reception(name: name, bytes: Array(bytes.prefix(end == 0 ? 1_200 : end)))
    }
}

extension Outcome {
    init(_ frame: borrowing Frame, _ reader: inout MeterReader) {
        do throws(DecodingError) {
            switch try reader.message(in: frame) {
            case .reading(let reading): self = .reading(reading)
            case .incomplete: self = .incomplete
            case .unknown(let unknown): self = .unknown(unknown)
            }
        } catch {
            self = .wrong(error.reason)
        }
    }
}

@Suite("However it is received", .ownThread, .timeLimit(.minutes(30)))
struct ReceptionTests {
    @Test("There are captures of many makes, and most give readings")
    func count() {
        let readable = Reception.all.filter { $0.outcomes().contains { $0.reading != nil } }
        #expect(Reception.all.count >= 10)
        #expect(readable.count >= Reception.all.count * 2 / 3)
    }

    @Test("Byte by byte and in chunks of any length it gives the same", arguments: Reception.all)
    func chunks(_ reception: Reception) {
        let whole = reception.outcomes()
        #expect(reception.outcomes(chunks: Array(repeating: 1, count: reception.bytes.count)) == whole)
        for seed in UInt64(1)...5 {
            var random = SeededRandom(seed)
            let longest = [2, 9, 70, 300, 5_000][Int(seed) - 1]
            let chunks = (0..<reception.bytes.count).map { _ in Int.random(in: 0...longest, using: &random) }
            #expect(reception.outcomes(chunks: chunks) == whole, "chunks up to \(longest)")
        }
    }

    @Test("With noise and flags around it, it gives the same readings", arguments: Reception.all)
    func noise(_ reception: Reception) {
        let whole = reception.outcomes().compactMap(\.reading)
        for seed in UInt64(1)...8 {
            var random = SeededRandom(seed)
            let noise = random.bytes(Int.random(in: 1...400, using: &random))
            let flags = Array(repeating: UInt8(0x7E), count: Int(seed))
            let around = reception.outcomes(before: noise + flags, after: flags + noise)
            #expect(around.compactMap(\.reading) == whole, "seed \(seed)")
            let chunks = (0..<60).map { _ in Int.random(in: 0...50, using: &random) }
            let inChunks = reception.outcomes(chunks: chunks, before: flags + noise, after: noise)
            #expect(inChunks.compactMap(\.reading) == whole, "seed \(seed), chunks")
        }
    }

    @Test("Glued to the next, both give what they give alone", arguments: Reception.all)
    func glued(_ reception: Reception) {
        for next in Reception.all where next.name != reception.name {
            let both = Reception.outcomes(of: reception.beginning.bytes + next.beginning.bytes)
            let alone = reception.beginning.outcomes() + next.beginning.outcomes()
            #expect(both.compactMap(named) == alone.compactMap(named), "before \(next.name)")
        }
    }

    /// The reading; without the maker's name or the logical device name that stands for a number, because that depends on what the
    /// meter has said before.
    private func named(_ outcome: Outcome) -> Reading? {
        guard var reading = outcome.reading else { return nil }
        let id = reading.identity?.id
        if id == reading.make.rawValue || id?.hasPrefix("LGZ") == true { reading.identity = nil }
        return reading
    }

    @Test("Cut anywhere, all that follows is found, and nothing is made up", arguments: Reception.all)
    func cut(_ reception: Reception) {
        let beginning = reception.beginning
        let whole = beginning.outcomes().compactMap(\.reading)
        for length in 0..<beginning.bytes.count {
            let cut = Array(beginning.bytes.prefix(length))
            let found = Reception.outcomes(of: cut + beginning.bytes).compactMap(\.reading)
            let before = Array(found.dropLast(whole.count))
            #expect(found.suffix(whole.count) == whole[...], "cut to \(length)")
            #expect(before[...] == whole.prefix(before.count), "cut to \(length)")
        }
    }
}
