import HTTPClient
import TestSupport
import Testing

@Suite("The HTTP client", .timeLimit(.minutes(5)))
struct CurlClientTests {
    private let client = CurlClient()

    @Test("An answer comes with status, headers and body")
    func get() async throws {
        let server = try WebhookServer(.status(418, headers: ["X-Tea": "yes", "X-Empty": ""], body: "kaffe"))
        let answer = try await client.send(
            HTTPRequest(.get, server.url("/a?b=c"), headers: [HTTPHeader("X-Empty", "")])
        )
        #expect(answer.status == 418)
        #expect(answer.header("x-tea") == "yes")
        #expect(answer.header("X-EMPTY") == "")
        #expect(answer.header("X-None") == nil)
        #expect(answer.body == Array("kaffe".utf8))
        #expect(!answer.isCutOff)
        let request = try #require(await server.nextRequest())
        #expect(request.method == "GET")
        #expect(request.path == "/a?b=c")
        #expect(request.headers["x-empty"] == "")
    }

    @Test(
        "A body arrives byte for byte, the empty one too",
        arguments: [[], Array(0...255), [UInt8](repeating: 7, count: 100_000)]
    )
    func post(_ body: [UInt8]) async throws {
        let server = try WebhookServer()
        _ = try await client.send(HTTPRequest(.post, server.url(), body: body))
        #expect(await server.nextRequest()?.body == body)
    }

    @Test("An answer of the largest size is whole, a longer one an error or cut off")
    func size() async throws {
        let body = String(repeating: "x", count: 64 * 1_024)
        let server = try WebhookServer(.status(200, body: body), .status(200, body: body + "x"), .endlessBody)
        var request = HTTPRequest(.get, server.url())
        #expect(try await client.send(request).body.count == 65_536)
        let origin = try HTTPOrigin(url: server.url())
        await #expect(throws: HTTPError.answerTooLarge(origin, limitBytes: 65_536)) {
            try await client.send(request)
        }
        request.oversize = .isCutOff
        let answer = try await client.send(request)
        #expect(answer.status == 200)
        #expect(answer.body.count == 65_536)
        #expect(answer.isCutOff)
        await server.nextHangUp()
    }

    @Test("Cancelling ends it at once and drops the connection")
    func cancel() async throws {
        let server = try WebhookServer(.hang)
        var request = HTTPRequest(.get, server.url())
        // However late a busy machine comes to cancel it, the time has not run out.
        request.totalTimeoutMilliseconds = 3_600_000
        let task = Task { [request] in try await client.send(request) }
        _ = await server.nextRequest()
        task.cancel()
        await #expect(throws: HTTPError.cancelled) { try await task.value }
        await server.nextHangUp()
    }

    @Test("What is cancelled before it began sends nothing")
    func cancelledBefore() async throws {
        let server = try WebhookServer()
        let client = client
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return try await client.send(HTTPRequest(.get, server.url()))
        }
        await #expect(throws: HTTPError.cancelled) { try await task.value }
        server.stop()
        #expect(await server.nextRequest() == nil)
    }

    @Test("Many at once do not hold each other up")
    func sideBySide() async throws {
        let server = try WebhookServer()
        let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<32 {
                group.addTask { try await client.send(HTTPRequest(.get, server.url())).status }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(statuses == [Int](repeating: 200, count: 32))
    }

    @Test("A time that runs out says how long it was")
    func timeout() async throws {
        let server = try WebhookServer(.hang)
        var request = HTTPRequest(.get, server.url())
        request.totalTimeoutMilliseconds = 100
        let origin = try HTTPOrigin(url: server.url())
        let expected = HTTPError.timedOut(origin, afterMilliseconds: 100)
        await #expect(throws: expected) { try await client.send(request) }
    }

    @Test("A host that is not there is named, the rest of the URL is not")
    func noHost() async throws {
        let error = await #expect(throws: HTTPError.self) {
            try await client.send(
                HTTPRequest(.get, "http://user:hemmelig@kilovakt.invalid/hemmelig?x=hemmelig")
            )
        }
        #expect(error?.description == "could not find the host of http://kilovakt.invalid")
    }

    @Test(
        "What is no URL of the web is refused",
        arguments: [
            "", "hook", "example.org/hook", "ftp://example.org/", "file:///etc/passwd", "http://",
            "http://:80/",
            "http://exa mple.org/", "gopher://example.org", "http://example.org:99999/",
            "javascript:alert(1)",
        ]
    )
    func badURL(_ url: String) async throws {
        let error = await #expect(throws: HTTPError.self) { try await client.send(HTTPRequest(.get, url)) }
        guard case .badURL = error else {
            Issue.record("not a bad URL: \(String(describing: error))")
            return
        }
    }

    @Test(
        "Headers that would smuggle others in are refused",
        arguments: [
            ("X-A", "1\r\nX-B: 2"), ("X-A", "1\n"), ("X-A", "\u{0}"), ("X A", "1"), ("X-A:", "1"), ("", "1"),
            ("Æ", "1"),
        ]
    )
    func badHeader(_ name: String, _ value: String) async throws {
        let request = HTTPRequest(.get, "http://127.0.0.1:9/", headers: [HTTPHeader(name, value)])
        await #expect(throws: HTTPError.badHeader(name: name)) { try await client.send(request) }
    }

    @Test(
        "An origin shows nothing secret",
        arguments: [
            ("https://user:pw@ntfy.sh/topic?auth=1#x", "https://ntfy.sh"),
            ("HTTP://Example.org:8123/", "http://Example.org:8123"),
            ("http://[::1]:80/", "http://[::1]"), ("https://example.org:80", "https://example.org:80"),
        ]
    )
    func origin(_ url: String, _ text: String) throws {
        #expect(try HTTPOrigin(url: url).description == text)
    }
}
