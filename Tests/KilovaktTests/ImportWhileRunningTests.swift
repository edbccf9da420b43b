import Civil
import Foundation
import Meters
import Ports
import Simulator
import TestSupport
import Testing

/// The daemon reads timed text from a pipe, so a test decides what time it is.
@Suite("An import while the daemon runs", .timeLimit(.minutes(5)))
struct ImportWhileRunningTests {
    @Test("The daemon tells the new peaks after its next write, and keeps what it measured")
    func newPeaks() async throws {
        let history = try TestHistory()
        let broker = try MosquittoServer()
        try await broker.start()
        let subscriber = try await broker.subscriber()
        var meter = try SimulatedMeter(
            model: .kamstrup,
            load: SetLoad(watts: SetLoad.Atomic(1_800)),
            from: RestartTests.start,
            calendar: LocalCalendar(fixedOffsetSeconds: 3_600)
        )
        let pipe = try FIFO(history.folder.appending(path: "pipe"))
        let daemon = try TestDaemon(
            folder: history.folder,
            """
            meters: [ { source: "file:FOLDER/pipe", energy_scale: 10wh } ]
            mqtt: { url: "\(broker.url)" }
            storage: { path: FOLDER/k.db }
            """
        )
        #expect(await daemon.program.prints(": connected"))
        let writing = try await pipe.openForWriting()
        // Two hours: 07 and 08 are closed, at 1800 Wh.
        try Self.write(&meter, until: utc("2026-01-15T09:02:00Z"), to: writing)
        _ = try await subscriber.hears("/closed") { $0["start"]?.text == "2026-01-15T08:00:00Z" }
        _ = try await subscriber.hears("/live") { $0["time"]?.text == "2026-01-15T09:01:50Z" }

        // Seven o'clock was more, and two weeks before nobody listened.
        let rows = [
            (start: utc("2026-01-15T07:00:00Z"), wattHours: 1_812),
            (start: utc("2026-01-02T16:00:00Z"), wattHours: 7_000),
            (start: utc("2026-01-03T16:00:00Z"), wattHours: 6_500),
        ]
        let file = try history.file("january.csv", elhub2026(rows))
        let report = try await history.report("import", "elhub", file)
        #expect(report[path: "hours.changed"]?.int == 1)
        #expect(report[path: "hours.new"]?.int == 2)

        // No hour closes in the next two minutes: what is told comes of the minute's write alone.
        try Self.write(&meter, until: utc("2026-01-15T09:04:00Z"), to: writing)
        let month = try await subscriber.hears("/month") { ($0["mean_kw"]?.double ?? 0) > 5 }
        #expect(month["peaks"]?.list.first?["kwh"]?.double == 7)
        let closed = try await subscriber.hears("/closed") {
            $0["start"]?.text == "2026-01-15T07:00:00Z" && $0["quality"]?.text == "imported"
        }
        #expect(closed["import_kwh"] == (try JSON("1.812")))

        // It goes on, and stores the next hours beside the settled ones.
        try Self.write(&meter, until: utc("2026-01-15T10:01:00Z"), to: writing)
        _ = try await subscriber.hears("/closed") { $0["start"]?.text == "2026-01-15T09:00:00Z" }
        try writing.close()
        #expect(await daemon.program.ended() == 0)
        let lines = try await history.run(
            "export",
            "hours",
            "--series",
            "both",
            "--from",
            "2026-01-15T07:00:00Z"
        ).lines
        #expect(
            lines.dropFirst() == [
                "2026-01-15T07:00:00Z,1812,0,imported,1800,0,measured,1812,",
                "2026-01-15T08:00:00Z,1800,0,measured,1800,0,measured,,",
                "2026-01-15T09:00:00Z,1800,0,measured,1800,0,measured,,",
            ]
        )
    }

    @Test("Hours that were imported before the daemon ever met the meter count from its first minute on")
    func before() async throws {
        let history = try TestHistory()
        let broker = try MosquittoServer()
        try await broker.start()
        let subscriber = try await broker.subscriber()
        var meter = try SimulatedMeter(
            model: .kamstrup,
            load: SetLoad(watts: SetLoad.Atomic(1_800)),
            from: RestartTests.start,
            calendar: LocalCalendar(fixedOffsetSeconds: 3_600)
        )
        let rows = [(start: utc("2026-01-02T16:00:00Z"), wattHours: 7_000)]
        let file = try history.file("january.csv", elhub2026(rows))
        try await history.run("import", "elhub", file, "--meter", meter.identity.id)
        let pipe = try FIFO(history.folder.appending(path: "pipe"))
        let daemon = try TestDaemon(
            folder: history.folder,
            """
            meters: [ { source: "file:FOLDER/pipe", energy_scale: 10wh } ]
            mqtt: { url: "\(broker.url)" }
            storage: { path: FOLDER/k.db }
            """
        )
        #expect(await daemon.program.prints(": connected"))
        let writing = try await pipe.openForWriting()
        try Self.write(&meter, until: utc("2026-01-15T07:03:00Z"), to: writing)
        let month = try await subscriber.hears("/month") { ($0["mean_kw"]?.double ?? 0) >= 7 }
        #expect(month["month"]?.text == "2026-01")
        try writing.close()
        #expect(await daemon.program.ended() == 0)
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
