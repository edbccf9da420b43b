import Alerts
import Civil
import HTTPClient
import Ledger
import Logging
import TestSupport
import Testing

@Suite("Delivering to webhooks", .timeLimit(.minutes(5)))
struct WebhookSenderTests {
    private let log = LogLines()

    private func sender(_ time: TestTime, _ webhooks: Webhook...) -> WebhookSender {
        WebhookSender(
            webhooks: webhooks,
            locale: .home,
            version: "1.2.3",
            logger: log.logger,
            timing: time.timing
        )
    }

    /// Runs the sender while `body` does, and lets it come to its end.
    private func running(_ sender: WebhookSender, _ body: () async throws -> Void) async throws {
        let task = Task { await sender.run() }
        defer { task.cancel() }
        try await body()
        task.cancel()
        await task.value
    }

    /// The bodies of the next requests as `state key`.
    private func next(_ count: Int, at server: WebhookServer) async -> [String] {
        var seen: [String] = []
        for _ in 0..<count {
            guard let request = await server.nextRequest() else { break }
            let state = request.text.contains(#""state":"raised""#) ? "raised" : "cleared"
            seen.append("\(state) \(request.headers["x-kilovakt-key"] ?? "")")
        }
        return seen
    }

    @Test("A request carries the alert, who sends it and its key")
    func request() async throws {
        let server = try WebhookServer()
        let sender = sender(TestTime(), try Webhook(name: "phone", url: server.url("/hook?token=1")))
        let alert = alert("power_above/1/2")
        try await running(sender) {
            sender.send(alert, to: ["phone"])
            let request = try #require(await server.nextRequest())
            #expect(request.method == "POST")
            #expect(request.path == "/hook?token=1")
            #expect(try request.body == alert.json())
            #expect(request.headers["content-type"] == "application/json")
            #expect(request.headers["user-agent"] == "kilovakt/1.2.3")
            #expect(request.headers["x-kilovakt-key"] == "power_above/1/2")
            #expect(request.headers["idempotency-key"] == "power_above/1/2/raised")
            #expect(request.headers["x-kilovakt-timestamp"] == "1768489200")
            #expect(request.headers["x-kilovakt-signature"] == nil)
            #expect(request.headers["expect"] == nil)
        }
        #expect(sender.statistics["phone"]?.delivered == 1)
        #expect(sender.statistics["phone"]?.waiting == 0)
    }

    @Test("Method, headers and template are as configured, and what is signed is what is sent")
    func configured() async throws {
        let server = try WebhookServer()
        var webhook = try Webhook(
            name: "phone",
            url: server.url(),
            secret: Array("hemmelig".utf8),
            headers: [HTTPHeader("Authorization", "Bearer abc")]
        )
        webhook.method = .put
        webhook.template = try WebhookTemplate(
            parsing: "{{symbol}} {{title}}",
            contentType: "text/plain; charset=utf-8"
        )
        let sender = sender(TestTime(), webhook)
        try await running(sender) {
            sender.send(alert("a"), to: ["phone"])
            let request = try #require(await server.nextRequest())
            #expect(request.method == "PUT")
            #expect(request.text == "⚠️ Power is above 9.0 kW")
            #expect(request.headers["content-type"] == "text/plain; charset=utf-8")
            #expect(request.headers["authorization"] == "Bearer abc")
            // printf '1768489200.⚠️ Power is above 9.0 kW' | openssl dgst -sha256 -hmac hemmelig
            #expect(
                request.headers["x-kilovakt-signature"]
                    == "sha256=55197ad84884c76295615a77b293f8e8ddb3836fda9ab01487b284aaf282bd7a"
            )
        }
    }

    @Test("A failing receiver is tried again, and the order is kept across it")
    func order() async throws {
        let server = try WebhookServer(.status(500), .status(503), .status(200))
        let time = TestTime()
        let sender = sender(time, try Webhook(name: "phone", url: server.url()))
        sender.send(alert("a"), to: ["phone"])
        sender.send(alert("a", .cleared), to: ["phone"])
        try await running(sender) {
            #expect(await next(4, at: server) == ["raised a", "raised a", "raised a", "cleared a"])
        }
        #expect(time.slept == [.seconds(0.9), .seconds(1.8)])
        #expect(sender.statistics["phone"]?.delivered == 2)
        #expect(sender.statistics["phone"]?.retried == 2)
        #expect(
            log.all == ["webhook phone (http://127.0.0.1:\(server.port)): answered 500: tried again in 1 s"]
        )
    }

    @Test(
        "What is refused for good is given up, and the next is delivered",
        arguments: [400, 401, 404, 410, 307]
    )
    func refused(_ status: Int) async throws {
        let server = try WebhookServer(.status(status))
        let sender = sender(TestTime(), try Webhook(name: "phone", url: server.url()))
        sender.send(alert("a"), to: ["phone"])
        sender.send(alert("b"), to: ["phone"])
        try await running(sender) { #expect(await next(2, at: server) == ["raised a", "raised b"]) }
        #expect(sender.statistics["phone"]?.failed == 1)
        #expect(sender.statistics["phone"]?.delivered == 1)
        #expect(log.all.count == 1)
        #expect(log.all.first?.contains("answered \(status): the alert is given up") == true)
    }

    @Test("A busy receiver gets the pause it asks for", arguments: [408, 425, 429, 503])
    func retryAfter(_ status: Int) async throws {
        let server = try WebhookServer(
            .status(status, headers: ["Retry-After": "7"]),
            .status(status, headers: ["Retry-After": "Thu, 15 Jan 2026 15:00:30 GMT"])
        )
        let time = TestTime()
        let sender = sender(time, try Webhook(name: "phone", url: server.url()))
        sender.send(alert("a"), to: ["phone"])
        try await running(sender) { #expect(await next(3, at: server).count == 3) }
        #expect(time.slept == [.seconds(7), .seconds(23)])
    }

    @Test("Every try is signed for its own moment")
    func signedAnew() async throws {
        let server = try WebhookServer(.status(500))
        let webhook = try Webhook(name: "phone", url: server.url(), secret: Array("hemmelig".utf8))
        let sender = sender(TestTime(), webhook)
        sender.send(alert("a"), to: ["phone"])
        try await running(sender) {
            let first = try #require(await server.nextRequest())
            let second = try #require(await server.nextRequest())
            #expect(first.body == second.body)
            #expect(first.headers["idempotency-key"] == second.headers["idempotency-key"])
            #expect(first.headers["x-kilovakt-signature"] != nil)
        }
    }

    @Test("An alert is tried for a day and then dropped")
    func expiry() async throws {
        let server = try WebhookServer(otherwise: .status(500))
        let time = TestTime()
        let sender = sender(time, try Webhook(name: "phone", url: server.url()))
        sender.send(alert("old"), to: ["phone"])
        sender.send(alert("new", at: four.adding(seconds: 86_400)), to: ["phone"])
        try await running(sender) {
            while await next(1, at: server) == ["raised old"] {}
        }
        #expect(sender.statistics["phone"]?.dropped == 1)
        let untilDropped = time.slept.reduce((Duration.zero, false)) { sum, sleep in
            sum.1 ? sum : (sum.0 + sleep, sum.0 + sleep >= .seconds(86_400))
        }
        // The clock of the test counts milliseconds.
        #expect(abs(untilDropped.0 / .seconds(1) - 86_400) < 1)
    }

    @Test("A receiver that hangs delays no other")
    func hanging() async throws {
        let hanging = try WebhookServer(.hang)
        let server = try WebhookServer()
        var patient = try Webhook(name: "hanging", url: hanging.url())
        patient.totalTimeoutMilliseconds = 3_600_000
        let sender = sender(
            TestTime(grace: .atOnce),
            patient,
            try Webhook(name: "phone", url: server.url())
        )
        try await running(sender) {
            sender.send(alert("a"), to: ["hanging", "phone"])
            #expect(await next(1, at: hanging) == ["raised a"])
            sender.send(alert("b"), to: ["hanging", "phone"])
            #expect(await next(2, at: server) == ["raised a", "raised b"])
            #expect(sender.statistics["hanging"]?.waiting == 2)
        }
        await hanging.nextHangUp()
    }

    @Test(
        "An answer that breaks off, or comes too slowly, is tried again",
        arguments: [WebhookAnswer.closeInTheMiddle, .slowHeaders, .hang]
    )
    func broken(_ answer: WebhookAnswer) async throws {
        let server = try WebhookServer(answer)
        var webhook = try Webhook(name: "phone", url: server.url())
        webhook.totalTimeoutMilliseconds = 300
        let sender = sender(TestTime(), webhook)
        sender.send(alert("a"), to: ["phone"])
        try await running(sender) { #expect(await next(2, at: server) == ["raised a", "raised a"]) }
        // On a busy machine the short time may run out once more.
        #expect(sender.statistics["phone"]?.retried ?? 0 >= 1)
    }

    @Test("An answer without an end counts by its status")
    func endless() async throws {
        let server = try WebhookServer(.endlessBody)
        let sender = sender(TestTime(), try Webhook(name: "phone", url: server.url()))
        sender.send(alert("a"), to: ["phone"])
        sender.send(alert("b"), to: ["phone"])
        try await running(sender) { #expect(await next(2, at: server) == ["raised a", "raised b"]) }
        #expect(sender.statistics["phone"]?.delivered == 2)
    }

    @Test("A redirect is not followed")
    func redirect() async throws {
        let elsewhere = try WebhookServer()
        let server = try WebhookServer(.redirect(to: elsewhere.url()))
        let sender = sender(TestTime(), try Webhook(name: "phone", url: server.url()))
        sender.send(alert("a"), to: ["phone"])
        sender.send(alert("b"), to: ["phone"])
        try await running(sender) { #expect(await next(2, at: server) == ["raised a", "raised b"]) }
        elsewhere.stop()
        #expect(await elsewhere.nextRequest() == nil)
    }

    @Test("A name that no webhook has is said, and harms nothing")
    func unknownName() async throws {
        let server = try WebhookServer()
        let sender = sender(TestTime(), try Webhook(name: "phone", url: server.url()))
        sender.send(alert("a"), to: ["fone", "phone"])
        try await running(sender) { #expect(await next(1, at: server) == ["raised a"]) }
        #expect(log.all == ["no webhook of the name fone is configured; alert a is lost"])
    }

    @Test("What fails is logged without secrets")
    func logWithoutSecrets() async throws {
        let server = try WebhookServer(.status(500), .status(404), .closeInTheMiddle)
        let webhook = try Webhook(
            name: "phone",
            url: "http://user:hemmelig@127.0.0.1:\(server.port)/hemmelig?token=hemmelig",
            secret: Array("hemmelig".utf8),
            headers: [HTTPHeader("X-Token", "hemmelig")]
        )
        let time = TestTime()
        let sender = sender(time, webhook)
        try await running(sender) {
            for key in ["a", "b", "c"] {
                time.advance(.seconds(61))
                sender.send(alert(key), to: ["phone"])
                _ = await next(1, at: server)
            }
            _ = await next(1, at: server)
        }
        #expect(!log.all.isEmpty)
        #expect(!log.all.contains { $0.contains("hemmelig") })
    }
}
