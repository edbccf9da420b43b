import Civil
import HTTPClient
import Ledger
import TestSupport
import Testing

@testable import Alerts

@Suite("Parts of delivery")
struct DeliveryPartsTests {
    @Test("Back-off doubles from a second to an hour, and begins with a second again after success")
    func backoff() {
        var backoff = Backoff.webhook
        let seconds = (0..<16).map { _ in backoff.fail(retryAfterSeconds: nil, random: 0.5) / .seconds(1) }
        #expect(seconds == [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1_024, 2_048, 3_600, 3_600, 3_600, 3_600])
        backoff.reset()
        #expect(backoff.fail(retryAfterSeconds: nil, random: 0.5) == .seconds(1))
    }

    @Test("Jitter is a fifth either way", arguments: [(0, 0.8), (0.999, 1.1996)])
    func jitter(_ random: Double, _ seconds: Double) {
        var backoff = Backoff.webhook
        #expect(abs(backoff.fail(retryAfterSeconds: nil, random: random) / .seconds(1) - seconds) < 1e-9)
    }

    @Test(
        "A server gets the pause it asks for, at least a second, at most a day",
        arguments: [(0, 1), (7, 7), (1 << 60, 86_400)]
    )
    func asked(_ asked: Int, _ seconds: Int) {
        var backoff = Backoff.webhook
        #expect(backoff.fail(retryAfterSeconds: asked, random: 0) == .seconds(seconds))
    }

    @Test(
        "Retry-After is read as seconds and as a date",
        arguments: [
            ("7", 7), ("0", 0), ("-1", nil), ("soon", nil), ("", nil), ("99999999999999999999", nil),
            ("Thu, 15 Jan 2026 15:00:30 GMT", 30), ("Thu, 15 Jan 2026 14:00:00 GMT", 0),
        ] as [(String, Int?)]
    )
    func retryAfter(_ text: String, _ seconds: Int?) {
        let answer = HTTPAnswer(status: 429, headers: [HTTPHeader("retry-after", text)])
        #expect(answer.retryAfterSeconds(now: four.unixSeconds) == seconds)
    }

    private func pending(_ key: String, _ state: Alert.State = .raised) -> PendingAlert {
        PendingAlert(alert: alert(key, state), expires: .distantFuture)
    }

    @Test("A full queue lets the oldest go, but not the one on its way")
    func queue() {
        var queue = MemoryQueue(limit: 2)
        #expect(queue.append(pending("a"), isFirstBusy: true) == 0)
        #expect(queue.append(pending("b"), isFirstBusy: true) == 0)
        #expect(queue.append(pending("c"), isFirstBusy: true) == 1)
        #expect(queue.alerts.map(\.alert.key) == ["a", "c"])
        #expect(queue.append(pending("d"), isFirstBusy: false) == 1)
        #expect(queue.alerts.map(\.alert.key) == ["c", "d"])
    }

    @Test("A raise that goes takes its clear with it")
    func queuePairs() {
        var queue = MemoryQueue(limit: 3)
        for next in [pending("a"), pending("a", .cleared), pending("b")] {
            _ = queue.append(next, isFirstBusy: false)
        }
        #expect(queue.append(pending("c"), isFirstBusy: false) == 2)
        #expect(queue.alerts.map(\.alert.key) == ["b", "c"])
    }

    @Test("The one on its way stays, even when the one that goes has its key")
    func queueSameKey() {
        var queue = MemoryQueue(limit: 1)
        _ = queue.append(pending("a", .cleared), isFirstBusy: true)
        #expect(queue.append(pending("a"), isFirstBusy: true) == 1)
        #expect(queue.alerts.map(\.alert.state) == [.cleared])
    }

    @Test("Failures are logged once a minute, and the others counted")
    func failureLog() {
        var log = FailureLog()
        #expect(log.line("no", at: four) == "no")
        #expect(log.line("no", at: four.adding(seconds: 1)) == nil)
        #expect(log.line("no", at: four.adding(seconds: 59)) == nil)
        #expect(
            log.line("no", at: four.adding(seconds: 60)) == "no (and 2 more failures since the last line)"
        )
        #expect(log.line("no", at: four.adding(seconds: 120)) == "no")
    }

    @Test("A webhook shows neither its path nor its secrets")
    func webhookDescription() throws {
        let webhook = try Webhook(
            name: "phone",
            url: "https://user:pw@example.org:8443/hemmelig?token=hemmelig",
            secret: Array("hemmelig".utf8),
            headers: [HTTPHeader("Authorization", "Bearer hemmelig")]
        )
        #expect("\(webhook)" == "phone (https://example.org:8443)")
        #expect(!String(reflecting: webhook).contains("hemmelig"))
        var dumped = ""
        dump(webhook, to: &dumped)
        #expect(!dumped.contains("hemmelig") && !dumped.contains("pw"))
    }

    @Test("A configured header replaces ours, but not those that vouch for the body")
    func headers() throws {
        let own = [
            HTTPHeader("user-agent", "mine"), HTTPHeader("x-kilovakt-key", "mine"),
            HTTPHeader("X-Extra", "1"),
        ]
        let webhook = try Webhook(name: "phone", url: "http://localhost/", headers: own)
        let context = DeliveryContext(
            client: CurlClient(),
            timing: TestTime().timing,
            locale: .home,
            store: nil,
            version: "1.2.3",
            logger: LogLines().logger
        )
        let request = try webhook.request(for: alert("k"), at: four, in: context)
        let lines = request.headers.map { "\($0.name): \($0.value)" }
        #expect(
            lines == [
                "Content-Type: application/json", "Idempotency-Key: k/raised", "X-Kilovakt-Key: k",
                "X-Kilovakt-Timestamp: 1768489200", "user-agent: mine", "X-Extra: 1",
            ]
        )
    }
}
