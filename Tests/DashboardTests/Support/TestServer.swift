import TestSupport

@testable import Dashboard

/// The real server on a port of its own, for as long as a test runs.
struct TestServer {
    let port: Int
    let log: LogLines

    static let version = "1.2.3"

    /// Serves while the body runs, and stops as the daemon does.
    static func run(
        store: DashboardStore = Home.store(),
        password: PasswordHash? = nil,
        token: AccessToken? = nil,
        hosts: [String] = [],
        limits: ServerLimits = ServerLimits(),
        metrics: [MetricFamily] = [],
        _ body: (TestServer) async throws -> Void
    ) async throws {
        var settings = DashboardSettings(listen: try ListenAddress(host: "127.0.0.1", port: 0))
        settings.password = password
        settings.token = token
        settings.hosts = hosts
        let log = LogLines()
        let (ports, listening) = AsyncStream<Int>.makeStream()
        let server = DashboardServer(
            settings,
            store,
            DashboardSources(calendar: .oslo, start: Home.time) { metrics },
            version,
            log.logger,
            limits: limits,
            // However long the tests before this one took.
            clock: { Home.start }
        ) { listening.yield($0) }
        try await serving(server) {
            var iterator = ports.makeAsyncIterator()
            guard let port = await iterator.next() else { throw NotServing() }
            try await body(TestServer(port: port, log: log))
        }
    }

    struct NotServing: Error {}

    /// Asks, on a connection of its own.
    func get(_ path: String, _ headers: String...) async throws -> HTTPReply {
        try await ask("GET", path, headers)
    }

    func ask(_ method: String, _ path: String, _ headers: [String] = []) async throws -> HTTPReply {
        let host = headers.contains { $0.lowercased().hasPrefix("host:") } ? [] : ["Host: localhost:\(port)"]
        let lines = ["\(method) \(path) HTTP/1.1"] + host + headers + ["Connection: close", "", ""]
        return try HTTPReply(try await Connection(port: port).exchange(lines.joined(separator: "\r\n")))
    }

    /// Listens to the live stream with curl, which prints what comes as it comes.
    func listen(_ query: String = "") throws -> RunningProgram {
        try RunningProgram(
            Checkout.curl,
            ["-sN", "--max-time", "240", "http://127.0.0.1:\(port)/api/v1/live\(query)"]
        )
    }
}
