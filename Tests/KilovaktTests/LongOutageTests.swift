import Civil
import Foundation
import History
import Synchronization
import TestSupport
import Testing

@testable import Daemon

@Suite("Three days of failing outputs", .timeLimit(.minutes(15)))
struct LongOutageTests {
    private static let hours = 72

    @Test("Every closed hour and every alert arrives, once and in order")
    func threeDays() async throws {
        let folder = try Checkout.temporaryFolder()
        // In the past, but not too long ago for an alert to be worth telling.
        let now = Instant(Date.now)
        let start = now.hourStart.adding(seconds: -Int64(Self.hours) * 3_600)
        let capture = folder.appending(path: "capture.txt")
        try await Self.simulate(from: start, to: capture)
        let expected = try await Self.undisturbed(capture)
        try #require(expected.hours.count >= Self.hours - 1 && expected.alerts.count >= 6)

        let broker = try MosquittoServer()
        try await broker.start()
        let gate = try MosquittoGate(to: broker.port)
        let hook = try WebhookServer(answers: Self.moods(seed: 5))
        let called = Requests(hook)
        let subscriber = try await broker.subscriber("kilovakt/#")
        let pipe = try FIFO(folder.appending(path: "pipe"))
        let daemon = try TestDaemon(
            folder: folder,
            Self.configuration(
                source: "FOLDER/pipe",
                broker: "mqtt://127.0.0.1:\(gate.port)",
                hook: hook.url()
            )
        )
        try #require(await daemon.program.prints(": connected"), "\(daemon.program.output)")
        try await Self.feed(capture, into: pipe, disturbing: gate) {
            let last = try await Self.lastHour(capture)
            _ = try await subscriber.hears("/closed") { $0["start"]?.text == last }
            await called.wait(for: expected.alerts.count)
            let states = try await Self.outcomes(folder)
            #expect(states.count >= expected.alerts.count * 2)
            #expect(states.allSatisfy { $0 == "delivered" }, "\(states)")
        }
        #expect(await daemon.program.ended() == 0, "\(daemon.program.output.suffix(5))")

        #expect(try Self.told(subscriber, "/closed") == expected.hours)
        #expect(try Self.told(subscriber, "/alert") == expected.alerts)
        #expect(called.delivered == expected.alerts)
    }

    // MARK: - What there is to tell

    private static func simulate(from start: Instant, to capture: URL) async throws {
        let result = try await RunningProgram.run(
            Checkout.program,
            [
                "simulate", "--make", "kamstrup", "--from", "\(start)", "--hours", "\(hours)", "--out",
                capture.path,
            ]
        )
        try #require(result.code == 0, "\(result.lines)")
    }

    private static func configuration(source: String, broker: String, hook: String) -> String {
        """
        meters: [ { source: "file:\(source)" } ]
        mqtt: { url: "\(broker)" }
        tariff: { target_kw: 5 }
        storage: { path: FOLDER/k.db }
        dashboard: { listen: off }
        alerts:
          - { rule: power_above, watts: 4000, for: 60s, to: [phone] }
          - { rule: hour_forecast, probability: 0.8, to: [phone] }
        webhooks: [ { name: phone, url: "\(hook)", expires: 168h } ]
        """
    }

    /// Hours and alerts as a daemon tells them that nothing fails for.
    private static func undisturbed(_ capture: URL) async throws -> (hours: [String], alerts: [String]) {
        let folder = try Checkout.temporaryFolder()
        let broker = try MosquittoServer()
        try await broker.start()
        let subscriber = try await broker.subscriber("kilovakt/#")
        let hook = try WebhookServer()
        let pipe = try FIFO(folder.appending(path: "pipe"))
        let daemon = try TestDaemon(
            folder: folder,
            configuration(source: "FOLDER/pipe", broker: broker.url, hook: hook.url())
        )
        // Opening waits for a reader, which a daemon that has ended is not.
        try #require(await daemon.program.prints(": connected"), "\(daemon.program.output)")
        let writing = try await pipe.openForWriting()
        try await writing.writeWaiting(Data(contentsOf: capture))
        // One queue holds both, so what was raised before the last hour closed is there when that is.
        let last = try await lastHour(capture)
        _ = try await subscriber.hears("/closed") { $0["start"]?.text == last }
        try writing.close()
        #expect(await daemon.program.ended() == 0, "\(daemon.program.output.suffix(5))")
        return (try told(subscriber, "/closed"), try told(subscriber, "/alert"))
    }

    private static func lastHour(_ capture: URL) async throws -> String {
        let replay = try await RunningProgram.run(Checkout.program, ["replay", "--json", capture.path])
        let hours = try JSON(replay.lines.joined())["hours"]?.list ?? []
        return try #require(hours.last?["start"]?.text)
    }

    /// What was heard under a topic, each thing once, in the order of its first time.
    private static func told(_ subscriber: MosquittoSubscriber, _ ending: String) throws -> [String] {
        var seen: Set<String> = []
        return try subscriber.published.filter { $0.topic.hasSuffix(ending) }
            .map { message in
                let payload = try JSON(message.payload)
                return [
                    payload["start"]?.text, payload["quality"]?.text, payload["key"]?.text,
                    payload["state"]?.text,
                ]
                .compactMap(\.self).joined(separator: " ")
            }
            .filter { seen.insert($0).inserted }
    }

    /// The outcome of each delivery as `kilovakt alerts` says it, once none waits any more.
    private static func outcomes(_ folder: URL) async throws -> [String] {
        let history = try HistoryStore(reading: folder.appending(path: "k.db").path)
        try await eventually {
            try history.outbox(since: Instant(unixSeconds: 0)).allSatisfy { $0.state != .waiting }
        }
        let config = folder.appending(path: "kilovakt.yaml").path
        let list = try await RunningProgram.run(
            Checkout.program,
            ["alerts", "--json", "--days", "7", "--config", config]
        )
        try #require(list.code == 0, "\(list.lines)")
        return try list.lines.flatMap { line in
            try JSON(line)["deliveries"]?.list.compactMap { $0["state"]?.text } ?? []
        }
    }

    // MARK: - What fails

    private static func moods(seed: UInt64) -> [WebhookAnswer] {
        var dice = SeededRandom(seed)
        return (0..<40).map { number in
            if number == 3 { return .hang }
            switch Int.random(in: 0..<10, using: &dice) {
            case 0: return .status(500)
            case 1: return .closeInTheMiddle
            case 2: return .status(429, headers: ["Retry-After": "1"])
            case 3: return .status(503)
            default: return .status(200)
            }
        }
    }

    /// An hour at a time; after each, the way to the broker may be cut, shut, or dead.
    private static func feed(
        _ capture: URL,
        into pipe: FIFO,
        disturbing gate: MosquittoGate,
        beforeTheEnd wait: () async throws -> Void
    ) async throws {
        let writing = try await pipe.openForWriting()
        let lines = try String(contentsOf: capture, encoding: .utf8).split(separator: "\n")
        let blocks = Dictionary(grouping: lines.indices) { lines[$0].prefix(13) }
        var dice = SeededRandom(7)
        for block in blocks.values.sorted(by: { $0[0] < $1[0] }) {
            let text = block.map { lines[$0] }.joined(separator: "\n") + "\n"
            try await writing.writeWaiting(Data(text.utf8))
            switch Int.random(in: 0..<6, using: &dice) {
            case 0: gate.cut()
            case 1:
                gate.set(.shut)
                gate.cut()
            case 2:
                gate.set(.silent)
                gate.cut()
            case 3:
                gate.set(.open)
                gate.cut()
            default: break
            }
        }
        gate.set(.open)
        gate.cut()
        try await wait()
        try writing.close()
    }
}

/// What a webhook server was asked, while it is asked.
private final class Requests: Sendable {
    private let server: WebhookServer
    private let taken = Mutex<[String]>([])

    init(_ server: WebhookServer) {
        self.server = server
    }

    /// Until so many different alerts came.
    func wait(for count: Int) async {
        for await request in server.requests {
            let name = request.headers["idempotency-key"] ?? ""
            let all = taken.withLock { taken in
                taken.append(name)
                return Set(taken).count
            }
            if all >= count { return }
        }
    }

    /// `key state`, each once, in the order of its first time.
    var delivered: [String] {
        var seen: Set<String> = []
        return taken.withLock { $0 }.filter { seen.insert($0).inserted }
            .map { name in
                let parts = name.split(separator: "/")
                return parts.dropLast().joined(separator: "/") + " " + (parts.last ?? "")
            }
    }
}
