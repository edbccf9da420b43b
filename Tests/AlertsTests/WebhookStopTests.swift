import Alerts
import Logging
import TestSupport
import Testing

@Suite("Stopping the delivery", .timeLimit(.minutes(5)))
struct WebhookStopTests {
    private let log = LogLines()

    private func sender(_ time: TestTime, _ server: WebhookServer) throws -> WebhookSender {
        var webhook = try Webhook(name: "phone", url: server.url())
        // However late a busy machine comes to stop it, the time of what hangs has not run out.
        webhook.totalTimeoutMilliseconds = 3_600_000
        return WebhookSender(
            webhooks: [webhook],
            locale: .home,
            version: "1",
            logger: log.logger,
            timing: time.timing
        )
    }

    @Test("It ends while a receiver hangs, and says what was not delivered")
    func hanging() async throws {
        let server = try WebhookServer(otherwise: .hang)
        let sender = try sender(TestTime(grace: .atOnce), server)
        let task = Task { await sender.run() }
        sender.send(alert("a"), to: ["phone"])
        sender.send(alert("b"), to: ["phone"])
        _ = await server.nextRequest()
        task.cancel()
        await task.value
        await server.nextHangUp()
        #expect(sender.statistics["phone"]?.waiting == 2)
        #expect(
            log.all.last
                == "webhook phone (http://127.0.0.1:\(server.port)): stopped with 2 undelivered alerts"
        )
    }

    @Test("The wait between tries ends at once, with one last try of all that waits")
    func lastTry() async throws {
        let server = try WebhookServer(.status(500))
        let time = TestTime(backoff: .never)
        let sender = try sender(time, server)
        let task = Task { await sender.run() }
        sender.send(alert("a"), to: ["phone"])
        await time.nextBackoff()
        sender.send(alert("b"), to: ["phone"])
        task.cancel()
        await task.value
        #expect(sender.statistics["phone"]?.delivered == 2)
        #expect(sender.statistics["phone"]?.waiting == 0)
    }

    @Test("The last try is one try")
    func lastTryFails() async throws {
        let server = try WebhookServer(otherwise: .status(500))
        let time = TestTime(backoff: .never)
        let sender = try sender(time, server)
        let task = Task { await sender.run() }
        sender.send(alert("a"), to: ["phone"])
        sender.send(alert("b"), to: ["phone"])
        await time.nextBackoff()
        task.cancel()
        await task.value
        #expect(sender.statistics["phone"]?.retried == 2)
        #expect(sender.statistics["phone"]?.waiting == 2)
    }

    @Test("What is on its way is waited for")
    func onItsWay() async throws {
        let server = try WebhookServer()
        let sender = try sender(TestTime(), server)
        sender.send(alert("a"), to: ["phone"])
        let task = Task { await sender.run() }
        task.cancel()
        await task.value
        #expect(sender.statistics["phone"]?.delivered == 1)
    }

    @Test("Without webhooks it runs until it is told to stop")
    func noWebhooks() async {
        let sender = WebhookSender(
            webhooks: [],
            locale: .home,
            version: "1",
            logger: log.logger,
            timing: TestTime().timing
        )
        let task = Task { await sender.run() }
        task.cancel()
        await task.value
        #expect(sender.statistics.isEmpty)
    }
}
