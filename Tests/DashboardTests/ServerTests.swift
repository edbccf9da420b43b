import Civil
import Foundation
import Meters
import TestSupport
import Testing

@testable import Dashboard

@Suite("The server", .timeLimit(.minutes(5)))
struct ServerTests {
    @Test(
        "Each answer is typed, not to be kept, and nothing but shown",
        arguments: [
            ("/data.json", "application/json"), ("/healthz", "application/json"),
            ("/metrics", "text/plain; version=0.0.4; charset=utf-8"), ("/nothing", "application/json"),
        ]
    )
    func headers(path: String, type: String) async throws {
        try await TestServer.run { server async throws in
            let reply = try await server.get(path)
            #expect(reply.status == (path == "/nothing" ? 404 : path == "/healthz" ? 200 : 200))
            #expect(reply.headers["content-type"] == type)
            #expect(reply.headers["cache-control"] == "no-store")
            #expect(reply.headers["x-content-type-options"] == "nosniff")
            #expect(reply.headers["content-security-policy"] == "default-src 'none'; frame-ancestors 'none'")
            #expect(reply.headers["cross-origin-resource-policy"] == "same-origin")
            #expect(reply.headers["access-control-allow-origin"] == nil)
        }
    }

    @Test("HEAD gives the headers of GET alone", arguments: ["/data.json", "/healthz", "/api/v1/live"])
    func head(path: String) async throws {
        try await TestServer.run { server async throws in
            let head = try await server.ask("HEAD", path)
            #expect(head.status == 200)
            #expect(head.body.isEmpty)
            if path == "/api/v1/live" {
                #expect(head.headers["content-type"] == "text/event-stream")
            } else {
                let length = try await server.get(path).body.utf8.count
                #expect(head.headers["content-length"] == "\(length)")
            }
        }
    }

    @Test(
        "Nothing else is done than reading",
        arguments: ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"]
    )
    func methods(method: String) async throws {
        try await TestServer.run { server async throws in
            let reply = try await server.ask(method, "/data.json")
            #expect(reply.status == 405)
            #expect(reply.headers["allow"] == "GET, HEAD")
        }
    }

    @Test("Several meters are told apart by their number, and the first is meant without one")
    func meters() async throws {
        let store = DashboardStore(meters: 2, start: Home.start)
        let other = MeterIdentityOf.aidon
        store.send(Home.live(), from: Home.meter, meter: 0, at: .now)
        store.send(Home.live(Home.reading(importW: 77)), from: other, meter: 1, at: .now)
        try await TestServer.run(store: store) { server async throws in
            #expect(try await server.get("/data.json").json["w"]?.int == 1_247)
            #expect(try await server.get("/data.json?meter=\(other.id)").json["w"]?.int == 77)
            #expect(try await server.get("/data.json?meter=no").status == 404)
            #expect(try await server.get("/api/v1/live?meter=no").status == 404)
            #expect(try await server.get("/healthz").json["meters"]?.list.count == 2)
        }
    }

    @Test("A silent meter makes 503")
    func silent() async throws {
        let store = DashboardStore(meters: 1, start: after(-300))
        try await TestServer.run(store: store) { server async throws in
            let reply = try await server.get("/healthz")
            #expect(reply.status == 503)
            #expect(try reply.json["status"]?.text == "silent")
        }
    }

    // MARK: - What the web sends

    @Test(
        "On loopback, only names of this machine are answered: no web site's page reads here",
        arguments: [
            ("localhost", 200), ("127.0.0.1:8080", 200), ("[::1]:8080", 200), ("LOCALHOST:80", 200),
            ("127.1.2.3", 200), ("evil.example", 421), ("evil.example:8080", 421),
            ("localhost.evil.example", 421),
            ("127.0.0.1.evil.example", 421), ("192.168.1.4:8080", 421), ("power.example", 200), ("", 421),
            ("[::1", 421), ("localhost:x", 421),
        ]
    )
    func rebinding(host: String, status: Int) async throws {
        try await TestServer.run(hosts: ["Power.example"]) { server async throws in
            let reply = try await server.get("/data.json", "Host: \(host)")
            #expect(reply.status == status)
            #expect(status == 200 || !reply.body.contains("1247"))
        }
    }

    @Test("A request without a Host is not answered")
    func noHost() async throws {
        try await TestServer.run { server async throws in
            let bytes = try await Connection(port: server.port).exchange(
                "GET /data.json HTTP/1.0\r\nConnection: close\r\n\r\n"
            )
            #expect(try HTTPReply(bytes).status == 421)
        }
    }

    @Test(
        "What is no request, or too long a one, is refused and the connection closed",
        arguments: [
            "nonsense\r\n\r\n", "NONSENSE / HTTP/1.1\r\nHost: localhost\r\n\r\n", "GET / HTTP/9.9\r\n\r\n",
            "\u{0}\u{1}\u{2}\r\n\r\n",
            "GET /\(String(repeating: "a", count: 100_000)) HTTP/1.1\r\nHost: localhost\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: localhost\r\nX: \(String(repeating: "a", count: 100_000))\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: localhost\r\n\(String(repeating: "X: y\r\n", count: 5_000))\r\n",
            "GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n",
        ]
    )
    func bad(request: String) async throws {
        try await TestServer.run { server async throws in
            let bytes = try await Connection(port: server.port).exchange(request)
            let status = try? HTTPReply(bytes).status
            #expect(status == nil || [400, 404, 413, 414, 431].contains(status), "\(status ?? 0)")
            // Others are answered as before.
            #expect(try await server.get("/data.json").status == 200)
        }
    }

    @Test("A body is not waited for")
    func body() async throws {
        try await TestServer.run { server async throws in
            let bytes = try await Connection(port: server.port).exchange(
                "GET /data.json HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000000000\r\n\r\nabc"
            )
            #expect(try HTTPReply(bytes).status == 413)
        }
    }

    @Test("A client that never finishes its request is cut off, however slowly it writes")
    func slow() async throws {
        var limits = ServerLimits()
        limits.idle = .milliseconds(300)
        try await TestServer.run(limits: limits) { server async throws in
            let connection = try Connection(port: server.port)
            connection.send("GET /data.json HTTP/1.1\r\nHo")
            #expect(await connection.readAll().isEmpty)
        }
    }

    @Test("More connections than there may be wait for others to go, and are answered then")
    func connections() async throws {
        var limits = ServerLimits()
        limits.connections = 2
        try await TestServer.run(limits: limits) { server async throws in
            var held: [Connection] = try [Connection(port: server.port), Connection(port: server.port)]
            async let reply = server.get("/data.json")
            held.removeAll()
            #expect(try await reply.status == 200)
        }
    }

    // MARK: - The port

    @Test("A port that somebody has is tried again, and said once; what was not told meanwhile is told then")
    func taken() async throws {
        var other: Listener? = try Listener()
        let port = try #require(other?.port)
        let log = LogLines()
        var limits = ServerLimits()
        limits.retry = .milliseconds(5) ... .milliseconds(20)
        let (ports, listening) = AsyncStream<Int>.makeStream()
        let server = DashboardServer(
            DashboardSettings(listen: try ListenAddress("127.0.0.1:\(port)")),
            Home.store(),
            DashboardSources(calendar: .oslo, start: Home.time),
            "1",
            log.logger,
            limits: limits,
            clock: { Home.start }
        ) { listening.yield($0) }
        try await serving(server) {
            try await eventually { !log.all.isEmpty }
            other = nil
            var iterator = ports.makeAsyncIterator()
            #expect(await iterator.next() == port)
        }
        #expect(log.all.count { $0.contains("cannot listen") } == 1)
        #expect(log.all.first?.contains("127.0.0.1:\(port)") == true)
        #expect(log.all.last == "dashboard: http://127.0.0.1:\(port)")
    }

    @Test("Whoever is open to others without a password does not serve")
    func open() async throws {
        let log = LogLines()
        let server = DashboardServer(
            DashboardSettings(listen: try ListenAddress("0.0.0.0:8080")),
            store: Home.store(),
            sources: DashboardSources(calendar: .oslo, start: Home.time),
            version: "1",
            log: log.logger
        )
        try await serving(server) { try await eventually { !log.all.isEmpty } }
        #expect(log.all == ["dashboard: 0.0.0.0:8080 is open to others without a password: not served"])
    }
}
