import TestSupport
import Testing

@testable import Ports

@Suite("Timed captures")
struct TimedCaptureTests {
    private func read(_ text: String) throws -> (chunks: [Chunk], errors: [CaptureError]) {
        var reader = try CaptureReader(bytes: Array(text.utf8), name: "a.txt")
        #expect(reader.format == .timed)
        return reader.readAll()
    }

    @Test("A line is a chunk with its time; blank lines and comments are passed over")
    func lines() throws {
        let (chunks, errors) = try read(
            "// Kamstrup\n\n2026-01-15T07:00:02.512Z 7EA0\r\n  \r\n// pause\n2026-01-15T07:00:12Z\t7e 27\n"
        )
        #expect(errors.isEmpty)
        #expect(
            chunks == [
                Chunk(bytes: [0x7E, 0xA0], arrivalUnixMilliseconds: 1_768_460_402_512, offset: 0),
                Chunk(bytes: [0x7E, 0x27], arrivalUnixMilliseconds: 1_768_460_412_000, offset: 2),
            ]
        )
    }

    @Test(
        "Times are in ms, whatever the fraction's length",
        arguments: [
            ("1970-01-01T00:00:00Z", 0), ("1970-01-01T00:00:00.5Z", 500), ("1970-01-01T00:00:01.05Z", 1_050),
            ("1970-01-01T00:00:00.123456789Z", 123), ("1969-12-31T23:59:59.999Z", -1),
            ("2024-02-29T12:00:00Z", 1_709_208_000_000), ("2000-03-01T00:00:00Z", 951_868_800_000),
            ("9999-12-31T23:59:59.999Z", 253_402_300_799_999),
        ] as [(String, Int64)]
    )
    func times(text: String, milliseconds: Int64) throws {
        let (chunks, errors) = try read(text + " 01")
        #expect(errors.isEmpty)
        #expect(chunks.map(\.arrivalUnixMilliseconds) == [milliseconds])
    }

    @Test(
        "A damaged line is told with line, column and reason, and the next line is read",
        arguments: [
            ("2026-01-15T07:00:02.512Z 7EA", 28, .oddDigits),
            ("2026-01-15T07:00:02.512Z 7 EA", 26, .oddDigits),
            ("2026-01-15T07:00:02.512Z 7EGA", 28, .notHex(0x47)),
            ("2026-01-15T07:00:02.512Z 7EAG", 29, .notHex(0x47)),
            ("2026-01-15T07:00:02.512Z 7E\u{0}A", 28, .notHex(0)),
            ("2026-01-15T07:00:02.512Z", 25, .noBytes),
            ("2026-01-15T07:00:02.512Z ", 26, .noBytes),
            ("2026-01-15T07:00:02.512 7EA0", 24, .badTime),
            ("2026-01-15T07:00:02.512Z7EA0", 25, .badTime),
            ("2026-01-15T07:00:02.Z 7EA0", 21, .badTime),
            ("2026-01-15T07:00:02.1234567890Z 7EA0", 21, .badTime),
            ("2026-13-15T07:00:02Z 7EA0", 6, .badTime),
            ("2026-02-29T07:00:02Z 7EA0", 9, .badTime),
            ("2026-01-15T24:00:02Z 7EA0", 12, .badTime),
            ("2026-01-15T07:60:02Z 7EA0", 15, .badTime),
            ("2026-01-15T07:00:60Z 7EA0", 18, .badTime),
            ("2026-01-15T07:0", 16, .badTime),
            ("7EA0", 2, .badTime),
            ("2", 2, .badTime),
        ] as [(String, Int, CaptureError.Reason)]
    )
    func damage(line: String, column: Int, reason: CaptureError.Reason) throws {
        let good = "2026-01-15T07:00:02Z 01"
        let (chunks, errors) = try read("\(good)\n\(line)\n\(good)")
        #expect(chunks.bytes == [1, 1])
        #expect(errors == [CaptureError(file: "a.txt", line: 2, column: column, reason: reason)])
    }

    @Test("Lines are whole wherever the buffer ends", arguments: 16..<96)
    func bufferEdges(bufferBytes: Int) throws {
        let folder = try Checkout.temporaryFolder()
        let sent = (0..<40).map { [UInt8](repeating: UInt8($0), count: 1 + $0 * 3 % 50) }
        let path = try folder.file("a", sent.flatMap { TimedTextWriter.line($0, arrivalUnixMilliseconds: 7) })
        var reader = try CaptureReader(path: path, bufferBytes: bufferBytes)
        let (chunks, errors) = reader.readAll()
        #expect(chunks.map(\.bytes) == sent)
        #expect(errors.isEmpty)
    }

    @Test("A line that is too long is told and passed over, without being held", .ownThread)
    func longLine() throws {
        let folder = try Checkout.temporaryFolder()
        let good = "2026-01-15T07:00:02Z 01\n"
        let long = "2026-01-15T07:00:02Z " + String(repeating: "AA", count: 3 << 20) + "\n"
        var reader = try CaptureReader(path: folder.file("a", good + long + good))
        let (chunks, errors) = reader.readAll()
        #expect(chunks.bytes == [1, 1])
        #expect(errors.map(\.line) == [2])
        #expect(errors.map(\.reason) == [.lineTooLong(limitBytes: 1 << 20)])
    }

    @Test(
        "What is written is read back, whatever it is and however the file is cut",
        .ownThread,
        arguments: UInt64(0)..<40
    )
    func roundTrip(seed: UInt64) throws {
        var random = SeededRandom(seed)
        let sent = (0..<Int.random(in: 1...60, using: &random)).map { _ in
            let count = Int.random(in: 1...Int.random(in: 1...3_000, using: &random), using: &random)
            let bytes = (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &random) }
            let arrival = Int64.random(in: TimedTextWriter.arrivalRange, using: &random)
            return Chunk(bytes: bytes, arrivalUnixMilliseconds: arrival)
        }
        var text: [UInt8] = []
        for chunk in sent {
            let arrival = try #require(chunk.arrivalUnixMilliseconds)
            TimedTextWriter.append(chunk.bytes, arrivalUnixMilliseconds: arrival, to: &text)
        }
        let folder = try Checkout.temporaryFolder()
        let bufferBytes = Int.random(in: 16...5_000, using: &random)
        var reader = try CaptureReader(path: folder.file("a", text), bufferBytes: bufferBytes)
        let (chunks, errors) = reader.readAll()
        #expect(errors.isEmpty)
        #expect(chunks.map(\.bytes) == sent.map(\.bytes))
        #expect(chunks.map(\.arrivalUnixMilliseconds) == sent.map(\.arrivalUnixMilliseconds))
        #expect(chunks.offsetsGrow)
    }

    @Test("A line is written as design.md shows it")
    func written() {
        let line = TimedTextWriter.line([0x7E, 0xA0, 0x0F], arrivalUnixMilliseconds: 1_768_460_402_512)
        #expect(String(decoding: line, as: UTF8.self) == "2026-01-15T07:00:02.512Z 7EA00F\n")
        let early = TimedTextWriter.line([1], arrivalUnixMilliseconds: -5)
        #expect(String(decoding: early, as: UTF8.self) == "1970-01-01T00:00:00.000Z 01\n")
        #expect(TimedTextWriter.line([], arrivalUnixMilliseconds: 0).isEmpty)
    }
}
