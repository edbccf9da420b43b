import Alerts
import Civil
import Foundation
import HTTPClient
import Logging
import TestSupport
import Testing

@Suite("Delivering what is kept", .timeLimit(.minutes(5)))
struct KeptDeliveryTests {
    private let log = LogLines()
    private let store = TestStore()

    private func sender(_ time: TestTime, _ webhooks: Webhook...) -> WebhookSender {
        WebhookSender(
            webhooks: webhooks,
            locale: .home,
            store: store,
            version: "1",
            logger: log.logger,
            timing: time.timing
        )
    }

    private func running(_ sender: WebhookSender, _ body: () async throws -> Void) async throws {
        let task = Task { await sender.run() }
        defer { task.cancel() }
        try await body()
        task.cancel()
        await task.value
    }

    /// The idempotency keys of the next requests.
    private func next(_ count: Int, at server: WebhookServer) async -> [String] {
        var seen: [String] = []
        for _ in 0..<count {
            guard let request = await server.nextRequest() else { break }
            seen.append(request.headers["idempotency-key"] ?? "")
        }
        return seen
    }

    @Test("What an earlier run left is delivered at the start, in order, and marked")
    func leftOver() async throws {
        let server = try WebhookServer()
        try store.keep([alert("a"), alert("a", .cleared), alert("b")], for: "phone")
        try store.keep([alert("c")], for: "fax")
        let sender = sender(TestTime(), try Webhook(name: "phone", url: server.url()))
        try await running(sender) {
            #expect(await next(3, at: server) == ["a/raised", "a/cleared", "b/raised"])
        }
        #expect(store.records.map(\.outcome) == [.delivered, .delivered, .delivered, nil])
        #expect(store.records[0].note == "answered 200")
    }

    @Test("What is kept meanwhile follows, once, and memory holds a few at a time")
    func announced() async throws {
        let server = try WebhookServer()
        let sender = sender(TestTime(), try Webhook(name: "phone", url: server.url()))
        let alerts = (0..<95).map { alert("a\($0)", at: four.adding(seconds: Int64($0))) }
        try await running(sender) {
            for group in stride(from: 0, to: 95, by: 19) {
                sender.announce(try store.keep(Array(alerts[group..<group + 19]), for: "phone"), to: "phone")
            }
            #expect(await next(95, at: server) == alerts.map { "\($0.key)/raised" })
        }
        #expect(store.records.allSatisfy { $0.outcome == .delivered })
        #expect(store.largestLoad <= 20)
        server.stop()
        #expect(await server.nextRequest() == nil)
    }

    @Test("A failure is on record with its next try, and a new start waits for it and goes on backing off")
    func postponed() async throws {
        let server = try WebhookServer(.status(503))
        let time = TestTime(backoff: .never)
        try store.keep([alert("a")], for: "phone")
        let first = sender(time, try Webhook(name: "phone", url: server.url()))
        let task = Task { await first.run() }
        await time.nextBackoff()
        #expect(
            store.records == [
                TestStore.Record(note: "answered 503", tries: 1, nextTry: four.adding(milliseconds: 900))
            ]
        )
        // As after kill -9: nobody says goodbye.
        server.stop()
        let again = try WebhookServer(.status(503))
        let later = TestTime()
        let second = sender(later, try Webhook(name: "phone", url: again.url()))
        try await running(second) { #expect(await next(2, at: again).count == 2) }
        #expect(later.slept.map { $0 / .seconds(1) } == [0.9, 1.8])
        #expect(store.records.map(\.outcome) == [.delivered])
        task.cancel()
        await task.value
    }

    @Test("A next try that lies years away, because the clock was set back, comes within an hour")
    func clockSetBack() async throws {
        let server = try WebhookServer()
        let time = TestTime()
        try store.keep(alert("a").json(), for: "phone", tries: 3, nextTry: four.adding(seconds: 900_000_000))
        let sender = sender(time, try Webhook(name: "phone", url: server.url()))
        try await running(sender) { #expect(await next(1, at: server) == ["a/raised"]) }
        #expect(time.slept == [.seconds(3_600)])
    }

    @Test("What is too old is given up, what is no alert is refused, and the rest goes on")
    func unusable() async throws {
        let server = try WebhookServer()
        try store.keep([alert("old")], for: "phone", expires: four)
        store.keep(Array("{\"rule\":1}".utf8), for: "phone")
        store.keep([UInt8](repeating: 0x5B, count: 100_000), for: "phone")
        try store.keep([alert("b")], for: "phone")
        let sender = sender(TestTime(), try Webhook(name: "phone", url: server.url()))
        try await running(sender) { #expect(await next(1, at: server) == ["b/raised"]) }
        #expect(store.records.map(\.outcome) == [.expired, .refused, .refused, .delivered])
        #expect(
            store.records[1].note
                == "the alert cannot be read: it is not an alert of a kind that this version knows"
        )
        #expect(sender.statistics["phone"]?.dropped == 1)
    }

    @Test("A disk that cannot be read is read again, one that cannot be written is written again")
    func brokenDisk() async throws {
        let server = try WebhookServer()
        let time = TestTime()
        try store.keep([alert("a"), alert("b")], for: "phone")
        store.breakDown(reads: 2, writes: 1)
        let sender = sender(time, try Webhook(name: "phone", url: server.url()))
        try await running(sender) { #expect(await next(2, at: server) == ["a/raised", "b/raised"]) }
        #expect(time.slept == [.seconds(60), .seconds(60)])
        #expect(store.records.map(\.outcome) == [.delivered, .delivered])
        #expect(
            log.all.first?.contains("the alerts that wait on disk cannot be read: the disk is gone") == true
        )
    }

    @Test("What only memory has and what is kept go out by age: no clear before its raise")
    func mixed() async throws {
        let server = try WebhookServer()
        let sender = sender(TestTime(), try Webhook(name: "phone", url: server.url()))
        try store.keep([alert("a"), alert("b", .cleared, at: four.adding(seconds: 2))], for: "phone")
        sender.send(alert("b", at: four.adding(seconds: 1)), to: ["phone"])
        sender.send(alert("a", .cleared, at: four.adding(seconds: 3)), to: ["phone"])
        try await running(sender) {
            #expect(await next(4, at: server) == ["a/raised", "b/raised", "b/cleared", "a/cleared"])
        }
        #expect(sender.statistics["phone"]?.delivered == 4)
    }

    @Test("A template that makes nothing to send refuses the alert, for good and in words")
    func templateFails() async throws {
        let server = try WebhookServer()
        var webhook = try Webhook(name: "phone", url: server.url())
        // Numbers that no alert tried at the start had: here one stands where JSON wants a text.
        webhook.template = try WebhookTemplate(
            parsing: #"{"a":{{#limit_a}}{{{phase}}}{{/limit_a}}{{^limit_a}}1{{/limit_a}}}"#,
            contentType: "application/json"
        )
        var bad = alert("bad")
        bad.numbers.limitA = 20
        bad.numbers.phase = "L1"
        try store.keep([bad, alert("b")], for: "phone")
        let sender = sender(TestTime(), webhook)
        try await running(sender) { #expect(await next(1, at: server) == ["b/raised"]) }
        #expect(store.records.map(\.outcome) == [.refused, .delivered])
        #expect(store.records[0].note?.contains("does not make valid JSON") == true)
    }

    @Test("At the end what waits is said to be tried again")
    func end() async throws {
        let server = try WebhookServer(otherwise: .status(500))
        let time = TestTime(backoff: .never)
        try store.keep([alert("a"), alert("b")], for: "phone")
        let sender = sender(time, try Webhook(name: "phone", url: server.url()))
        let task = Task { await sender.run() }
        await time.nextBackoff()
        task.cancel()
        await task.value
        #expect(store.records.map(\.outcome) == [nil, nil])
        #expect(
            log.all.last?.hasSuffix(
                "stopped with 2 undelivered alerts; they are tried again after the next start"
            )
                == true
        )
    }
}
