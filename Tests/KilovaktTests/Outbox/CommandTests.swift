import Civil
import Foundation
import Meters
import Simulator
import TestSupport
import Testing

/// What may be set from outside, through a broker.
@Suite("Commands", .timeLimit(.minutes(5)))
struct CommandTests {
    private static let start = utc("2026-01-15T07:00:30Z")

    /// A daemon on a pipe whose time is the test's.
    private struct Run {
        let broker: MosquittoServer
        let subscriber: MosquittoSubscriber
        let daemon: TestDaemon
        let writing: FileHandle

        func stop() async throws {
            try writing.close()
            #expect(await daemon.program.ended() == 0)
        }
    }

    private func run(_ folder: URL, _ pipe: FIFO, _ broker: MosquittoServer, commands: Bool = true)
        async throws
        -> Run
    {
        let subscriber = try await broker.subscriber()
        let daemon = try TestDaemon(
            folder: folder,
            """
            meters: [ { source: "file:FOLDER/pipe" } ]
            mqtt: { url: "\(broker.url)", commands: \(commands) }
            tariff: { target_kw: 5 }
            alerts: [ { rule: power_above, watts: 3000, to: [] } ]
            storage: { path: FOLDER/k.db }
            """
        )
        #expect(await daemon.program.prints(": connected"))
        return Run(
            broker: broker,
            subscriber: subscriber,
            daemon: daemon,
            writing: try await pipe.openForWriting()
        )
    }

    @Test(
        "A month's target holds at once, is said, outlives a restart, and is taken back; alerts pause and go on"
    )
    func obeyed() async throws {
        let folder = try Checkout.temporaryFolder()
        let pipe = try FIFO(folder.appending(path: "pipe"))
        let broker = try MosquittoServer()
        try await broker.start()
        let load = SetLoad.Atomic(1_000)
        var meter = try SimulatedMeter(
            model: .kaifa,
            load: SetLoad(watts: load),
            from: Self.start,
            calendar: .oslo
        )
        let topic = "kilovakt/\(meter.identity.id)/set"
        let first = try await run(folder, pipe, broker)
        try await meter.write(until: Self.start.adding(seconds: 90), to: first.writing)
        #expect(try await first.subscriber.hears("/target_kw").double == 5)
        let before = try await first.subscriber.hears("/hour")
        #expect(before["limit_kwh"]?.double == 5)

        try await mosquittoPublish("7.5", on: "\(topic)/target_kw", port: broker.port)
        #expect(await first.daemon.program.prints("target of this month set to 7500 W"))
        #expect(try await first.subscriber.hears("/target_kw") { $0.double == 7.5 }.double == 7.5)
        try await mosquittoPublish("30", on: "\(topic)/alert_pause", port: broker.port)
        #expect(await first.daemon.program.prints("alerts paused until 2026-01-15T07:3"))
        let pause = try await first.subscriber.hears("/alert_pause") { $0["minutes"]?.int == 30 }
        #expect(pause["until"]?.text?.hasPrefix("2026-01-15T07:3") == true)
        load.set(4_000)
        try await meter.write(until: Self.start.adding(seconds: 300), to: first.writing)
        let after = try await first.subscriber.hears("/hour") { $0["limit_kwh"]?.double == 7.5 }
        #expect(after["start"] == before["start"])
        // Half an hour later it is over, and what is still so is said.
        try await meter.write(until: Self.start.adding(seconds: 2_400), to: first.writing)
        let alert = try await first.subscriber.hears("/alert")
        #expect(try #require(alert["time"]?.text) > "2026-01-15T07:3")
        _ = try await first.subscriber.hears("/alert_pause") { $0["minutes"]?.int == 0 && $0["until"] == nil }
        try await first.stop()

        let second = try await run(folder, pipe, broker)
        try await meter.write(until: Self.start.adding(seconds: 2_520), to: second.writing)
        // Not retained, so this daemon's; and before it on the same connection it asked for commands.
        _ = try await second.subscriber.hears("/live")
        _ = try await second.subscriber.hears("/hour") { $0["limit_kwh"]?.double == 7.5 }
        try await mosquittoPublish("auto", on: "\(topic)/target_kw", port: broker.port)
        _ = try await second.subscriber.hears("/target_kw") { $0.double == 5 }
        try await meter.write(until: Self.start.adding(seconds: 2_640), to: second.writing)
        _ = try await second.subscriber.hears("/hour") { $0["limit_kwh"]?.double == 5 }
        try await second.stop()
    }

    @Test("Nothing is obeyed, announced or said where commands are off, as they are by default") func off()
        async throws
    {
        let folder = try Checkout.temporaryFolder()
        let pipe = try FIFO(folder.appending(path: "pipe"))
        let broker = try MosquittoServer()
        try await broker.start()
        var meter = try SimulatedMeter(
            model: .kaifa,
            load: SetLoad(watts: SetLoad.Atomic(1_000)),
            from: Self.start,
            calendar: .oslo
        )
        let run = try await run(folder, pipe, broker, commands: false)
        try await meter.write(until: Self.start.adding(seconds: 90), to: run.writing)
        _ = try await run.subscriber.hears("/hour")
        try await mosquittoPublish(
            "7",
            on: "kilovakt/\(meter.identity.id)/set/target_kw",
            port: broker.port
        )
        try await meter.write(until: Self.start.adding(seconds: 3_700), to: run.writing)
        let next = try await run.subscriber.hears("/hour") { $0["start"]?.text == "2026-01-15T08:00:00Z" }
        #expect(next["limit_kwh"]?.double == 5)
        let config = try await run.subscriber.hears("/config")
        #expect(config["cmps"]?["target_kw"] == nil)
        #expect(
            !run.subscriber.published.contains {
                $0.topic.hasSuffix("/target_kw") && !$0.topic.contains("/set/")
            }
        )
        try await run.stop()
    }
}
