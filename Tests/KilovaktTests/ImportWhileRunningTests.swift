import Civil
import Foundation
import Meters
import Simulator
import TestSupport
import Testing

/// The daemon reads timed text from a pipe, so a test decides what time it is.
@Suite("An import while the daemon runs", .timeLimit(.minutes(5)))
struct ImportWhileRunningTests {
    private let history: TestHistory
    private let broker: MosquittoServer
    private let pipe: FIFO

    init() throws {
        history = try TestHistory()
        broker = try MosquittoServer()
        pipe = try FIFO(history.folder.appending(path: "pipe"))
    }

    @Test("The daemon tells the new peaks after its next write, and keeps what it measured")
    func newPeaks() async throws {
        try await broker.start()
        let subscriber = try await broker.subscriber()
        var meter = try meter()
        let daemon = try daemon()
        #expect(await daemon.program.prints(": connected"))
        let writing = try await pipe.openForWriting()
        // Two hours: 07 and 08 are closed, at 1800 Wh.
        try await meter.write(until: utc("2026-01-15T09:02:00Z"), to: writing)
        _ = try await subscriber.hears("/closed") { $0["start"]?.text == "2026-01-15T08:00:00Z" }
        _ = try await subscriber.hears("/live") { $0["time"]?.text == "2026-01-15T09:01:50Z" }
        try await importJanuary()
        // No hour closes in the next two minutes: what is told comes of the minute's write alone.
        try await meter.write(until: utc("2026-01-15T09:04:00Z"), to: writing)
        try await checkTold(subscriber)
        // The daemon goes on, and stores the next hours beside the settled ones.
        try await meter.write(until: utc("2026-01-15T10:01:00Z"), to: writing)
        _ = try await subscriber.hears("/closed") { $0["start"]?.text == "2026-01-15T09:00:00Z" }
        try writing.close()
        #expect(await daemon.program.ended() == 0)
        try await checkKept()
    }

    @Test("Hours that were imported before the daemon ever met the meter count from its first minute on")
    func before() async throws {
        try await broker.start()
        let subscriber = try await broker.subscriber()
        var meter = try meter()
        let rows = [(start: utc("2026-01-02T16:00:00Z"), wattHours: 7_000)]
        let file = try history.file("january.csv", elhub2026(rows))
        try await history.run("import", "elhub", file, "--meter", meter.identity.id)
        let daemon = try daemon()
        #expect(await daemon.program.prints(": connected"))
        let writing = try await pipe.openForWriting()
        try await meter.write(until: utc("2026-01-15T07:03:00Z"), to: writing)
        let month = try await subscriber.hears("/month") { ($0["mean_kw"]?.double ?? 0) >= 7 }
        #expect(month["month"]?.text == "2026-01")
        try writing.close()
        #expect(await daemon.program.ended() == 0)
    }

    private func meter() throws -> SimulatedMeter<SetLoad> {
        try SimulatedMeter(
            model: .kamstrup,
            load: SetLoad(watts: SetLoad.Atomic(1_800)),
            from: RestartTests.start,
            calendar: LocalCalendar(fixedOffsetSeconds: 3_600)
        )
    }

    private func daemon() throws -> TestDaemon {
        try TestDaemon(
            folder: history.folder,
            """
            meters: [ { source: "file:FOLDER/pipe", energy_scale: 10wh } ]
            mqtt: { url: "\(broker.url)" }
            storage: { path: FOLDER/k.db }
            """
        )
    }

    /// Seven o'clock was more, and two weeks before nobody listened.
    private func importJanuary() async throws {
        let rows = [
            (start: utc("2026-01-15T07:00:00Z"), wattHours: 1_812),
            (start: utc("2026-01-02T16:00:00Z"), wattHours: 7_000),
            (start: utc("2026-01-03T16:00:00Z"), wattHours: 6_500),
        ]
        let file = try history.file("january.csv", elhub2026(rows))
        let report = try await history.report("import", "elhub", file)
        #expect(report[path: "hours.changed"]?.int == 1)
        #expect(report[path: "hours.new"]?.int == 2)
    }

    private func checkTold(_ subscriber: MosquittoSubscriber) async throws {
        let month = try await subscriber.hears("/month") { ($0["mean_kw"]?.double ?? 0) > 5 }
        #expect(month["peaks"]?.list.first?["kwh"]?.double == 7)
        let closed = try await subscriber.hears("/closed") {
            $0["start"]?.text == "2026-01-15T07:00:00Z" && $0["quality"]?.text == "imported"
        }
        #expect(closed["import_kwh"] == (try JSON("1.812")))
    }

    private func checkKept() async throws {
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
}
