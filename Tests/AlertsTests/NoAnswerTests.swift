import Alerts
import TestSupport
import Testing

@testable import HTTPClient

/// Answers of a server that is not well, or that is no web server.
struct Rubbish: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let bytes: [UInt8]

    init(_ name: String, _ text: String) {
        self.init(name, Array(text.utf8))
    }

    init(_ name: String, _ bytes: [UInt8]) {
        testDescription = name
        self.bytes = bytes
    }

    /// Not an answer, whatever reads it.
    static let none: [Rubbish] = [
        Rubbish("nothing", ""),
        Rubbish("a text, as HTTP/0.9", "it works\n"),
        Rubbish("a page without headers", "<html><body>502</body></html>\n"),
        Rubbish("an SSH server", "SSH-2.0-OpenSSH_9.2\r\n"),
        Rubbish("a mail server", "220 mail.example ESMTP\r\n"),
        Rubbish("zeros", [UInt8](repeating: 0, count: 300)),
        Rubbish("every byte", Array(0...255)),
        Rubbish("an alert of TLS", [0x15, 0x03, 0x01, 0x00, 0x02, 0x02, 0x46]),
        Rubbish("settings of HTTP/2", [0, 0, 0, 4, 0, 0, 0, 0, 0]),
        Rubbish("half a status line", "HTTP/1."),
        Rubbish("a status line without a status", "HTTP/1.1 \r\n\r\n"),
        Rubbish("a status that is not a number", "HTTP/1.1 OK\r\n\r\n"),
        Rubbish("an unknown version", "HTTP/9.9 200 OK\r\n\r\n"),
        Rubbish("a body that breaks off", "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n0123456789"),
        Rubbish("a negative length", "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n"),
        Rubbish("chunks without a length", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n"),
        Rubbish("a chunk without an end", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nff\r\n0"),
        Rubbish(
            "a chunk that is too long to count",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nfffffffffffffffffffffff\r\n0"
        ),
        Rubbish(
            "a header without an end",
            "HTTP/1.1 200 OK\r\nX-Long: " + String(repeating: "x", count: 200_000)
        ),
        Rubbish(
            "headers without an end",
            "HTTP/1.1 200 OK\r\n" + String(repeating: "X-Many: yes\r\n", count: 20_000)
        ),
    ]

    /// Half an answer: some programs make do with it.
    static let half: [Rubbish] = [
        Rubbish("a status line alone", "HTTP/1.1 200 OK\r\n"),
        Rubbish("headers that break off", "HTTP/1.1 200 OK\r\nContent-Le"),
        Rubbish("a header without a colon", "HTTP/1.1 200 OK\r\nnonsense\r\n\r\n"),
        Rubbish("two lengths", "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nx"),
        Rubbish("an interim answer alone", "HTTP/1.1 100 Continue\r\n\r\n"),
        Rubbish("a status beyond all", "HTTP/1.1 999 Odd\r\n\r\n"),
    ]
}

@Suite("Servers whose answer is no answer", .timeLimit(.minutes(5)))
struct NoAnswerTests {
    @Test("An answer that is no answer is an error that may pass", arguments: Rubbish.none)
    func isTransient(_ rubbish: Rubbish) async throws {
        let server = try WebhookServer(otherwise: .bytes(rubbish.bytes))
        let error = await #expect(throws: HTTPError.self) {
            try await CurlClient().send(HTTPRequest(.post, server.url(), body: [1]))
        }
        #expect(error?.isFinal == false)
        guard case .noAnswer(let origin, _) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(origin.port == Int(server.port))
    }

    @Test("The alert is tried again, and delivered when the server is well", arguments: Rubbish.none)
    func isDelivered(_ rubbish: Rubbish) async throws {
        let answer = WebhookAnswer.bytes(rubbish.bytes)
        let server = try WebhookServer(answer, answer)
        let sender = WebhookSender(
            webhooks: [try Webhook(name: "phone", url: server.url())],
            locale: .home,
            version: "1.2.3",
            logger: LogLines().logger,
            timing: TestTime().timing
        )
        sender.send(alert("a"), to: ["phone"])
        let run = Task { await sender.run() }
        for _ in 0..<3 { _ = await server.nextRequest() }
        run.cancel()
        await run.value
        #expect(sender.statistics["phone"]?.failed == 0)
        #expect(sender.statistics["phone"]?.retried == 2)
    }

    @Test("Half an answer is either an answer or tried again", arguments: Rubbish.half)
    func half(_ rubbish: Rubbish) async throws {
        let server = try WebhookServer(otherwise: .bytes(rubbish.bytes))
        do throws(HTTPError) {
            _ = try await CurlClient().send(HTTPRequest(.post, server.url(), body: [1]))
        } catch {
            #expect(!error.isFinal)
        }
    }

    @Test("A plain server at the address of an encrypted one may pass")
    func plainForTLS() async throws {
        // Answers in HTTP whatever it is sent.
        let server = try FakeBroker(.babbles)
        let error = await #expect(throws: HTTPError.self) {
            try await CurlClient().send(HTTPRequest(.get, "https://127.0.0.1:\(server.port)/"))
        }
        guard case .tls = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(error?.isFinal == false)
    }

    @Test("Of curl's errors only two are about the address, and only before anything was sent")
    func table() {
        // CURLE_UNSUPPORTED_PROTOCOL and CURLE_URL_MALFORMAT.
        #expect(Set(CurlFault.kinds.filter { $0.value == .address }.keys) == [1, 3])
    }

    @Test("A broker of MQTT at the address may pass")
    func broker() async throws {
        let broker = try FakeBroker(.refuses)
        let error = await #expect(throws: HTTPError.self) {
            try await CurlClient().send(HTTPRequest(.get, "http://127.0.0.1:\(broker.port)/"))
        }
        #expect(error?.isFinal == false)
    }
}
