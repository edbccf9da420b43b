import Broker
import Civil
import Ledger
import Meters
import TestSupport
import Testing

@testable import Messaging

/// A publisher that tries again at once, and what it said of its connection.
struct RunningPublisher {
    let publisher: MQTTPublisher
    /// Its log lines.
    let lines: AsyncStream<String>

    /// Runs a publisher for as long as the body does, and returns when it has stopped.
    static func whileRunning(
        _ settings: MQTTSettings,
        backoff: Backoff = Backoff(
            first: .milliseconds(20),
            longest: .milliseconds(40),
            share: 0.5...1
        ),
        delivered: @escaping @Sendable ([Int64]) -> Void = { _ in },
        obey: @escaping @Sendable (String, Command) -> Void = { _, _ in },
        _ body: (RunningPublisher) async throws -> Void
    ) async throws {
        let (lines, line) = AsyncStream.makeStream(of: String.self)
        let journal = Journal { _, text in line.yield(text) }
        let publisher = MQTTPublisher(
            settings: settings,
            softwareVersion: "1.2.3",
            backoff: backoff,
            journal: journal,
            delivered: delivered,
            obey: obey
        )
        let run = Task { await publisher.run() }
        let result: Result<Void, any Error>
        do {
            result = .success(try await body(RunningPublisher(publisher: publisher, lines: lines)))
        } catch {
            result = .failure(error)
        }
        run.cancel()
        await run.value
        try result.get()
    }

    func send(_ events: LedgerEvent...) {
        for event in events { publisher.send(event, from: Example.meter, at: Example.source) }
    }

    /// Waits for the next log line with this in it; those before it are passed over. Fails the test when none comes.
    func line(with text: String) async {
        for await line in lines where line.contains(text) { return }
        Issue.record("it never said: \(text)")
    }
}
