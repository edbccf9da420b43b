import Civil
import Foundation
import Ledger
import Meters
import ServiceLifecycle
import Settings
import Simulator
import TestSupport
import Testing

@testable import Daemon

/// A broker that is no good must cost no reading: counted, not timed.
@Suite("Bad brokers", .timeLimit(.minutes(5)))
struct BadBrokerTests {
    @Test(
        "Every message of the meter is read and every hour event told, whatever the broker does",
        arguments: FakeBroker.Manner.allCases
    )
    func readsOn(_ manner: FakeBroker.Manner) async throws {
        let broker = try FakeBroker(manner)
        let folder = try Checkout.temporaryFolder()
        let meter = try TestMeter(.kaifa, folder: folder)
        let configuration = try ConfigurationFile.read(
            """
            home: { clock: host }
            meters: [ { source: "serial:\(meter.link)?parity=even" } ]
            mqtt: { url: "mqtt://127.0.0.1:\(broker.port)" }
            storage: { path: \(folder.path)/k.db }
            """,
            file: ""
        )
        let log = LogLines()
        let (events, event) = AsyncStream.makeStream(of: LedgerEvent.self)
        let daemon = try Daemon(
            configuration,
            more: [Told(event: event)],
            signals: [],
            now: Instant(Date()),
            log: log.logger
        )
        let run = Task { try await daemon.group.run() }
        for await line in log.stream where line.hasPrefix("reading") { break }
        // Somebody has tried to reach the broker before the first message is sent.
        var attempts = broker.arrivals.makeAsyncIterator()
        _ = await attempts.next()
        var (live, hours) = (0, 0)
        var told = events.makeAsyncIterator()
        for count in 1...Self.messages {
            let message = meter.send(.instantaneous)
            // One after the other: each is waited for, so the terminal's buffer decides nothing.
            while live < count {
                switch try #require(await told.next()) {
                case .live(let values):
                    live += 1
                    #expect(values.reading.powerImportW == message.values.powerW)
                case .hour: hours += 1
                default: break
                }
            }
        }
        #expect(live == Self.messages)
        #expect(hours >= Self.messages - 1)
        await daemon.group.triggerGracefulShutdown()
        _ = await run.result
    }

    private static let messages = 300
}

/// Hands on what the ledger tells.
private struct Told: LedgerOutput {
    let event: AsyncStream<LedgerEvent>.Continuation

    func send(_ event: LedgerEvent, from meter: MeterOnAir) { self.event.yield(event) }
}
