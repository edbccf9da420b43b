import Broker
import Civil
import Foundation
import Ledger
import Meters
import TestSupport
import Testing

@testable import Messaging

/// When the broker is not there, or not well.
@Suite(.timeLimit(.minutes(5))) struct OutageTests {
    private let root = "kilovakt/\(Example.meter.id)"

    @Test("A broker that was started again gets status, discovery and everything it retains again")
    func restart() async throws {
        let broker = try await MosquittoServer.started()
        try await RunningPublisher.whileRunning(Example.settings(port: broker.port)) { running in
            await running.line(with: "connected")
            running.send(.live(Example.live), .hour(Example.hour()), .day(Example.day()))
            running.send(.month(Example.month()))
            await broker.stop()
            await running.line(with: "trying again")
            try await broker.start()
            await running.line(with: "connected")
            let subscriber = try await MosquittoSubscriber(port: broker.port)
            let kept = try await subscriber.next(7)
            let config = "homeassistant/device/kilovakt_\(Example.meter.id)/config"
            let topics = ["meter", "hour", "budget_w", "day", "month"].map { "\(root)/\($0)" }
            #expect(Set(kept.map(\.topic)) == Set(topics + ["kilovakt/status", config]))
            #expect(kept.first { $0.topic == "kilovakt/status" }?.payload == "online")
        }
    }

    @Test("Hours that close during an outage arrive after it, all and in order") func closedHours()
        async throws
    {
        let broker = try await MosquittoServer.started()
        let gate = try MosquittoGate(to: broker.port)
        let subscriber = try await MosquittoSubscriber(port: broker.port, topics: ["\(root)/closed"])
        try await RunningPublisher.whileRunning(Example.settings(port: gate.port)) { running in
            await running.line(with: "connected")
            running.publisher.deliver([Example.closedMessage(0)])
            var payloads = [try await subscriber.next().payload]
            gate.set(.shut)
            gate.cut()
            await running.line(with: "trying again")
            for number in 1..<100 { running.publisher.deliver([Example.closedMessage(number)]) }
            gate.set(.open)
            while payloads.count < 100 {
                let payload = try await subscriber.next().payload
                // The first one comes again when the connection was cut before the broker's confirmation came: at least once.
                if payload != payloads.last { payloads.append(payload) }
            }
            let starts = (0..<100 as Range<Int64>).map { #""start":"\#(Example.closed($0).start)""# }
            #expect(zip(payloads, starts).allSatisfy { $0.contains($1) })
        }
    }

    @Test("A broker that is not there is said once, however often it is tried, and found when it comes")
    func wrongPlace() async throws {
        let broker = try await MosquittoServer.started()
        let gate = try MosquittoGate(to: broker.port, mode: .shut)
        try await RunningPublisher.whileRunning(Example.settings(port: gate.port)) { running in
            var attempts = gate.arrivals.makeAsyncIterator()
            for _ in 0..<5 { await attempts.next() }
            gate.set(.open)
            var lines = running.lines.makeAsyncIterator()
            #expect(await lines.next()?.contains("trying again") == true)
            #expect(await lines.next()?.contains("connected") == true)
        }
    }

    @Test("Nobody at the port, and a host that does not exist, are said with the reason and what to check")
    func reasons() async throws {
        let unused = try MosquittoServer()
        try await RunningPublisher.whileRunning(Example.settings(port: unused.port)) { running in
            for await line in running.lines {
                #expect(line.contains("Connection refused; check that it runs"))
                break
            }
        }
        try await RunningPublisher.whileRunning(MQTTSettings(url: "mqtt://no-such-host.invalid")) { running in
            for await line in running.lines {
                #expect(line.contains("no-such-host.invalid:1883: cannot be reached"))
                break
            }
        }
    }

    @Test("It stops while a broker hangs: before the greeting, and in the middle", arguments: [true, false])
    func hanging(beforeGreeting: Bool) async throws {
        let broker = try await MosquittoServer.started()
        let gate = try MosquittoGate(to: broker.port, mode: beforeGreeting ? .silent : .open)
        try await RunningPublisher.whileRunning(Example.settings(port: gate.port)) { running in
            var attempts = gate.arrivals.makeAsyncIterator()
            await attempts.next()
            if !beforeGreeting {
                await running.line(with: "connected")
                broker.pause()
                running.send(.live(Example.live))
                running.publisher.deliver([Example.closedMessage(0)])
            }
        }
        broker.resume()
    }

    @Test("It stops while it waits for the next attempt") func stopsWhileWaiting() async throws {
        let unused = try MosquittoServer()
        let hour = Backoff(first: .seconds(3_600), longest: .seconds(3_600), share: 0.5...1)
        try await RunningPublisher.whileRunning(Example.settings(port: unused.port), backoff: hour) {
            await $0.line(with: "trying again")
        }
    }

    @Test(
        "Without anybody to take them, the last of each kind is kept, the rest is counted, and no message is lost"
    )
    func bounded() throws {
        let inbox = Inbox()
        for number in 0..<(Inbox.capacity + 100) {
            inbox.put(.live(Example.live), Example.meter, Example.source)
            if number % 1_000 == 0 { inbox.put([Example.closedMessage(number)]) }
        }
        inbox.put(.month(Example.month()), Example.meter, Example.source)
        // When it was full, all but the last went.
        #expect(inbox.dropped == Inbox.capacity)
        let items = inbox.takeAll()
        #expect(items.count == 1 + 99 + 5 + 1)
        let messages = items.compactMap { if case .message(let message) = $0 { message } else { nil } }
        #expect(messages == [0, 1_000, 2_000, 3_000, 4_000].map { Example.closedMessage($0) })
        #expect(inbox.takeAll().isEmpty)
    }

    @Test("A run that is cancelled before it begins ends at once") func cancelled() async throws {
        let settings = try Example.settings(port: 1)
        let run = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            await MQTTPublisher(
                settings: settings,
                softwareVersion: "1",
                backoff: MQTTPublisher.backoff,
                journal: Journal { _, _ in }
            ).run()
        }
        await run.value
    }
}
