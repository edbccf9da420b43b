import TestSupport
import Testing

@testable import Ports

@Suite("Captures read as ports", .timeLimit(.minutes(5)))
struct CapturePortTests {
    @Test("A capture is opened, read, told where it is damaged, and ended")
    func capture() async throws {
        let folder = try Checkout.temporaryFolder()
        let good = "2026-01-15T07:00:02Z 01"
        let path = try folder.file("a", "\(good)\nrubbish\n\(good)\n")
        var events: [PortEvent] = []
        for await event in Port(.file(path: path)).events() { events.append(event) }
        let arrival: Int64 = 1_768_460_402_000
        #expect(
            events == [
                .opened(PortDescription(source: "file:\(path)")),
                .chunk(Chunk(bytes: [1], arrivalUnixMilliseconds: arrival, offset: 0)),
                .damaged(CaptureError(file: path, line: 2, column: 1, reason: .badTime)),
                .chunk(Chunk(bytes: [1], arrivalUnixMilliseconds: arrival, offset: 1)),
                .ended,
            ]
        )
    }

    @Test("A capture that is not there is lost, and that is the end")
    func missing() async throws {
        var events: [PortEvent] = []
        for await event in Port(.file(path: "/nowhere")).events() { events.append(event) }
        #expect(
            events == [.lost(.capture(CaptureError(file: "/nowhere", reason: .cannotOpen(code: 2)))), .ended]
        )
    }

    @Test("A capture larger than the buffer loses nothing: its reader waits")
    func larger() async throws {
        let folder = try Checkout.temporaryFolder()
        let bytes = (0..<1_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        let port = Port(.file(path: try folder.file("a", bytes)), bufferBytes: 1_000)
        var received: [UInt8] = []
        for await case .chunk(let chunk) in port.events() { received += chunk.bytes }
        // Compared outside of the expectation, which would take for ever to say how a million bytes differ.
        let isWhole = received == bytes
        #expect(isWhole)
        #expect(port.droppedByteCount == 0)
    }
}
