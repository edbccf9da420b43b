import Civil
import Foundation
import Meters
import Ports
import Simulator
import TestSupport
import Testing

/// The daemon reads timed text from a pipe, so a test decides what time it is.
@Suite("A restart", .timeLimit(.minutes(5)))
struct RestartTests {
    /// 2026-01-15T06:58:00Z.
    static let start = Instant(unixSeconds: 1_768_460_280)

    @Test("After kill -9 in the middle of an hour no hour is lost or doubled, and the running one goes on")
    func killed() async throws {
        let folder = try Checkout.temporaryFolder()
        let broker = try MosquittoServer()
        try await broker.start()
        let subscriber = try await broker.subscriber()
        let configuration = """
            meters: [ { source: "file:FOLDER/pipe" } ]
            mqtt: { url: "\(broker.url)" }
            storage: { path: FOLDER/k.db }
            """
        let load = SetLoad.Atomic(1_800)
        var meter = try SimulatedMeter(
            model: .kamstrup,
            load: SetLoad(watts: load),
            from: Self.start,
            calendar: LocalCalendar(fixedOffsetSeconds: 3_600)
        )
        let pipe = try FIFO(folder.appending(path: "pipe"))

        // Two hours and a half, then the power goes.
        let first = try TestDaemon(folder: folder, configuration)
        #expect(await first.program.prints(": connected"))
        let writing = try await pipe.openForWriting()
        try Self.write(&meter, until: Self.start.adding(seconds: 9_000), to: writing)
        let before = try await subscriber.hears("/live") { $0["time"]?.text == "2026-01-15T09:27:50Z" }
        #expect(before["power_w"]?.int == 1_800)
        first.program.send(signal: SIGKILL)
        #expect(await first.program.ended() == -SIGKILL)
        try writing.close()

        // It is back after two minutes that nobody saw.
        while meter.next().time < Self.start.adding(seconds: 9_120) {}
        let second = try TestDaemon(folder: folder, configuration)
        let again = try await pipe.openForWriting()
        #expect(await second.program.prints(": connected"))
        try Self.write(&meter, until: Self.start.adding(seconds: 12_000), to: again)
        let running = try await subscriber.hears("/hour") {
            $0["time"]?.text?.hasPrefix("2026-01-15T09:30:1") == true
        }
        // Of half an hour at 1800 W, 900 Wh, at most three minutes are missing: two unseen, one not yet on the disk.
        #expect((0.81...0.9).contains(try #require(running["used_kwh"]?.double)))
        #expect(running["quality"]?.text == "gap")
        _ = try await subscriber.hears("/closed") { $0["start"]?.text == "2026-01-15T09:00:00Z" }
        // Of this month it knows the hours from before the restart too, though the host's clock says another month.
        _ = try await subscriber.hears("/month") { ($0["used_kwh"]?.double ?? 0) > 5.4 }
        try again.close()
        #expect(await second.program.ended() == 0)

        let closed = try subscriber.published.filter { $0.topic.hasSuffix("/closed") }.map {
            try JSON($0.payload)
        }
        let starts = closed.compactMap { $0["start"]?.text }
        #expect(starts == ["06", "07", "08", "09"].map { "2026-01-15T\($0):00:00Z" })
        #expect(
            closed.dropFirst().allSatisfy {
                $0["quality"]?.text == "measured" && $0["import_kwh"]?.double == 1.8
            }
        )
        let query = "SELECT start, import_wh, quality FROM hour ORDER BY start"
        let rows = try await RunningProgram.run(
            URL(filePath: "/usr/bin/python3"),
            [
                "-c",
                "import sqlite3,sys\nfor r in sqlite3.connect(sys.argv[1]).execute(sys.argv[2]): print(*r)",
                folder.appending(path: "k.db").path, query,
            ]
        )
        let seven = Int(Self.start.hourStart.unixSeconds) + 3_600
        #expect(rows.lines.dropFirst() == (0..<3).map { "\(seven + $0 * 3_600) 1800 measured" }[...])
        #expect(rows.lines.count == 4)
    }

    private static func write(
        _ meter: inout SimulatedMeter<SetLoad>,
        until end: Instant,
        to file: FileHandle
    ) throws {
        while true {
            let message = meter.next()
            guard message.time < end else { return }
            let line = TimedTextWriter.line(
                message.bytes,
                arrivalUnixMilliseconds: message.time.unixMilliseconds
            )
            try file.write(contentsOf: Data(line))
        }
    }
}
