import Civil
import Foundation
import Meters
import Simulator
import TestSupport
import Testing

/// What the daemon publishes, heard by another client library (paho, of Debian).
@Suite("The contract", .timeLimit(.minutes(5)))
struct ContractTests {
    private static let start = utc("2026-01-15T06:58:00Z")
    private static let script = Checkout.root.appending(path: "Tests/MQTT/subscriber.py").path

    @Test(
        "Topic by topic, retained or not, with which QoS, keys and types",
        arguments: [SimulatedModel.aidon, .kaifa, .kamstrup],
        [false, true]
    )
    func topics(_ model: SimulatedModel, _ commands: Bool) async throws {
        let folder = try Checkout.temporaryFolder()
        let broker = try MosquittoServer()
        try await broker.start()
        var meter = try SimulatedMeter(
            model: model,
            load: Household(seed: 5, calendar: .oslo),
            from: Self.start,
            calendar: .oslo
        )
        let pipe = try FIFO(folder.appending(path: "pipe"))
        let arguments =
            [Self.script, "\(broker.port)", meter.identity.id] + (commands ? ["--commands"] : [])
        let subscriber = try RunningProgram(URL(filePath: "/usr/bin/python3"), arguments)
        #expect(await subscriber.prints("listening"), "\(subscriber.output)")
        let daemon = try TestDaemon(
            folder: folder,
            """
            meters: [ { source: "file:FOLDER/pipe" } ]
            mqtt: { url: "\(broker.url)", commands: \(commands) }
            storage: { path: FOLDER/k.db }
            alerts: [ { rule: power_above, watts: 100, to: [] } ]
            """
        )
        #expect(await daemon.program.prints(": connected"))
        let writing = try await pipe.openForWriting()
        try await meter.write(until: Self.start.adding(seconds: 8_000), to: writing)
        #expect(await subscriber.prints("heard all"), "\(subscriber.output)")
        // Only then does it end: a client that comes while messages come hears some of them live.
        try writing.close()
        #expect(await daemon.program.ended() == 0)
        #expect(await subscriber.ended() == 0, "\(subscriber.output)")
        #expect(subscriber.output.last?.hasPrefix("contract kept") == true)
    }
}
