import Civil
import Foundation
import Ledger
import Meters
import TestSupport
import Testing

@testable import Dashboard

@Suite("The live stream", .timeLimit(.minutes(5)))
struct LiveTests {
    /// The events of a stream by name, with what they say.
    private func events(_ lines: [String]) -> [(name: String, data: JSON?)] {
        zip(lines, lines.dropFirst()).compactMap { name, data in
            guard name.hasPrefix("event: "), data.hasPrefix("data: ") else { return nil }
            return (String(name.dropFirst(7)), try? JSON(data.dropFirst(6)))
        }
    }

    @Test("It begins with the last of everything, by the names that MQTT has, and goes on with what comes")
    func begins() async throws {
        let store = Home.store()
        try await TestServer.run(store: store) { server async throws in
            let client = try server.listen()
            #expect(await client.prints { $0.contains("event: closed") && $0.last == "" })
            let first = events(client.output)
            #expect(first.map(\.name) == ["live", "hour", "day", "month", "closed"])
            #expect(first.allSatisfy { $0.data?["meter"]?.text == Home.meter.id })
            #expect(first[0].data?["power_w"]?.int == 1_247)
            #expect(first[1].data?["limit_kwh"]?.double == 5)
            #expect(first[2].data?["used_kwh"]?.double == 31.234)
            #expect(first[2].data?["start"]?.text == "2026-01-30T23:00:00Z")
            #expect(first[3].data?["mean_kw"]?.double == 6.165)
            #expect(first[4].data?["import_kwh"] == .number(Decimal(string: "4.352") ?? 0))
            store.send(Home.live(Home.reading(importW: 4_321)), from: Home.meter, meter: 0, at: .now)
            #expect(await client.prints("\"power_w\":4321"))
        }
    }

    @Test("It may be of one meter of several")
    func filter() async throws {
        let store = DashboardStore(meters: 2, start: Home.start)
        store.send(Home.live(), from: Home.meter, meter: 0, at: .now)
        store.send(Home.live(), from: MeterIdentityOf.aidon, meter: 1, at: .now)
        try await TestServer.run(store: store) { server async throws in
            let client = try server.listen("?meter=\(MeterIdentityOf.aidon.id)")
            #expect(await client.prints("event: live"))
            store.send(Home.live(Home.reading(importW: 1)), from: Home.meter, meter: 0, at: .now)
            store.send(Home.live(Home.reading(importW: 2)), from: MeterIdentityOf.aidon, meter: 1, at: .now)
            #expect(await client.prints("\"power_w\":2,"))
            #expect(events(client.output).allSatisfy { $0.data?["meter"]?.text == MeterIdentityOf.aidon.id })
        }
    }

    @Test("A quiet stream gives signs of life")
    func heartbeat() async throws {
        var limits = ServerLimits()
        limits.heartbeat = .milliseconds(50)
        try await TestServer.run(store: DashboardStore(meters: 1, start: .now), limits: limits) {
            server async throws in
            let client = try server.listen()
            #expect(await client.prints { lines in lines.count { $0 == ": still here" } >= 2 })
        }
    }

    @Test("Sixteen may listen, and who leaves makes room")
    func full() async throws {
        let store = Home.store()
        try await TestServer.run(store: store) { server async throws in
            let clients = try (0..<16).map { _ in try server.listen() }
            for client in clients { #expect(await client.prints("event: closed")) }
            let reply = try await server.get("/api/v1/live")
            #expect(reply.status == 503)
            #expect(reply.headers["retry-after"] == "30")
            #expect(store.listening.clients == 16)
            clients[0].send(signal: SIGKILL)
            // Its end is seen without a word having to be sent to it.
            try await eventually { store.listening.clients != 16 }
            let next = try server.listen()
            #expect(await next.prints("event: closed"))
        }
    }

    @Test("At the end streams end at once")
    func end() async throws {
        let store = Home.store()
        var client: RunningProgram?
        try await TestServer.run(store: store) { server async throws in
            client = try server.listen()
            #expect(await client?.prints("event: closed") == true)
        }
        // curl's 0: the answer came to its end, and was not cut off.
        #expect(await client?.ended() == 0)
        #expect(store.listen(to: nil) == nil)
    }

    @Test("Who does not read loses the oldest, is cut off in the end, and holds up nobody")
    func slow() async throws {
        var limits = ServerLimits()
        limits.stalledWrite = .milliseconds(200)
        let store = Home.store()
        try await TestServer.run(store: store, limits: limits) { server async throws in
            let slow = try Connection(port: server.port)
            slow.send("GET /api/v1/live HTTP/1.1\r\nHost: localhost\r\n\r\n")
            try await eventually { store.listening.clients != 0 }
            // More than the sockets between them hold.
            try await eventually {
                for _ in 0..<1_000 { store.send(Home.live(), from: Home.meter, meter: 0, at: .now) }
                return store.listening.clients == 0
            }
            #expect(store.listening.dropped > 0)
            #expect(try await server.get("/data.json").status == 200)
        }
    }

    @Test("A full queue loses momentary values first, and closed hours last")
    func queue() {
        let queue = LiveQueue(meter: nil)
        let state = Home.state([.meter(Home.meter)])
        func put(_ event: LedgerEvent) -> Int { LiveEvent(event, of: state).map { queue.put($0) } ?? -1 }
        #expect(put(.closed(Home.closed)) == 0)
        for number in 1...LiveQueue.limit + 10 {
            #expect(put(Home.live(Home.reading(importW: number))) == (number < LiveQueue.limit ? 0 : 1))
        }
        let events = queue.take().events
        #expect(events.count == LiveQueue.limit)
        #expect(events.first?.kind == .closed)
        #expect(events.dropFirst().allSatisfy { $0.kind == .live })
        for _ in 0..<LiveQueue.limit { _ = put(.closed(Home.closed)) }
        #expect(put(.closed(Home.closed)) == 1)
    }
}
