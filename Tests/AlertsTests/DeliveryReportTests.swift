import Alerts
import HTTPClient
import Logging
import TestSupport
import Testing

@Suite("Trying a webhook out", .timeLimit(.minutes(5)))
struct DeliveryReportTests {
    private func report(_ url: String, timeout: Int = 5_000) async throws -> DeliveryReport {
        var webhook = try Webhook(name: "phone", url: url)
        webhook.totalTimeoutMilliseconds = timeout
        let sender = WebhookSender(
            webhooks: [],
            locale: .home,
            version: "1",
            logger: LogLines().logger,
            timing: TestTime().timing
        )
        return try await sender.test(webhook, alert: .test(at: four, meterName: "Hjemme"))
    }

    /// The words with the port and the duration as they cannot be foreseen left out.
    private func words(_ report: DeliveryReport) -> String {
        "\(report)".replacing(/:\d{4,5}\b/, with: ":PORT").replacing(/after \d+ ms/, with: "after N ms")
    }

    @Test("A receiver that takes it")
    func delivered() async throws {
        let server = try WebhookServer(.status(202, body: "takk\r\n\u{1B}[31m"))
        let report = try await report(server.url())
        #expect(report.isDelivered)
        #expect(report.status == 202)
        #expect(
            words(report)
                == "phone: delivered to http://127.0.0.1:PORT: answered 202 after N ms.\nThe answer begins: takk   [31m"
        )
        let request = try #require(await server.nextRequest())
        #expect(request.text.contains(#""rule":"test""#))
    }

    @Test("Step by step, and what was sent")
    func details() async throws {
        let server = try WebhookServer()
        let details = try await report(server.url("/hemmelig")).details
        for step in ["host name resolved", "connected at 127.0.0.1", "answer started", "finished"] {
            #expect(details.contains(step), "\(details)")
        }
        #expect(!details.contains("secured"))
        #expect(details.contains(/Sent by POST as application\/json, \d+ bytes:\n{/))
        #expect(!details.contains("hemmelig"))
    }

    @Test("No more than 200 bytes of the answer are shown")
    func longAnswer() async throws {
        let server = try WebhookServer(.status(200, body: String(repeating: "a", count: 1_000)))
        #expect(try await report(server.url()).answerStart.count == 200)
    }

    @Test(
        "Statuses and what to do",
        arguments: [
            (401, "Check the token, the password or the signing secret."),
            (404, "Check the path of the URL."),
            (
                400,
                "The receiver does not understand the body, sent as application/json: check `template`, see docs/webhooks.md."
            ),
            (429, "The receiver is busy; real alerts are tried again."),
            (502, "The receiver has a fault of its own: see its log. Real alerts are tried again."),
        ]
    )
    func refused(_ status: Int, _ advice: String) async throws {
        let server = try WebhookServer(.status(status))
        let report = try await report(server.url())
        #expect(!report.isDelivered)
        #expect(
            words(report)
                == "phone: refused by http://127.0.0.1:PORT: answered \(status) after N ms. \(advice)"
        )
    }

    @Test("A redirect is reported with its host, without its path")
    func redirect() async throws {
        let server = try WebhookServer(.redirect(to: "https://example.org/hemmelig"))
        #expect(
            words(try await report(server.url()))
                == "phone: refused by http://127.0.0.1:PORT: answered 307 after N ms. Redirects are not followed:"
                + " configure the address that it leads to, on https://example.org."
        )
    }

    @Test("Nobody listens")
    func refusedConnection() async throws {
        let server = try WebhookServer()
        server.stop()
        let report = try await report(server.url("/hemmelig"))
        #expect(report.status == nil)
        #expect(words(report).hasPrefix("phone: could not connect to http://127.0.0.1:PORT: "))
        #expect(
            words(report).hasSuffix(
                " Check that the receiver is running, and the port and the firewall before it."
            )
        )
        #expect(!words(report).contains("hemmelig"))
    }

    @Test("A receiver that does not answer")
    func hanging() async throws {
        let server = try WebhookServer(.hang)
        #expect(
            words(try await report(server.url(), timeout: 200))
                == "phone: http://127.0.0.1:PORT did not answer within 200 ms, after N ms. Check that the receiver answers at"
                + " once and does its work afterwards."
        )
    }
}
