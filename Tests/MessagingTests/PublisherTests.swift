import Broker
import Civil
import Foundation
import Ledger
import Meters
import TestSupport
import Testing

@testable import Messaging

/// Against the real broker.
@Suite(.timeLimit(.minutes(5))) struct PublisherTests {
    private let root = "kilovakt/\(Example.meter.id)"
    private let config = "homeassistant/device/kilovakt_\(Example.meter.id)/config"

    @Test("Says that it is there, and that it leaves") func status() async throws {
        let broker = try await MosquittoServer.started()
        let subscriber = try await MosquittoSubscriber(port: broker.port, topics: ["kilovakt/status"])
        try await RunningPublisher.whileRunning(Example.settings(port: broker.port)) { _ in
            let message = try await subscriber.next()
            #expect(message.payload == "online")
        }
        let last = try await subscriber.next()
        #expect(last.payload == "offline")
        let late = try await MosquittoSubscriber(port: broker.port, topics: ["kilovakt/status"])
        let kept = try await late.next()
        #expect(kept.payload == "offline")
        #expect(kept.isRetained)
    }

    @Test("The broker says that it is gone when its connection breaks, and it comes back") func will()
        async throws
    {
        let broker = try await MosquittoServer.started()
        let gate = try MosquittoGate(to: broker.port)
        let subscriber = try await MosquittoSubscriber(port: broker.port, topics: ["kilovakt/status"])
        try await RunningPublisher.whileRunning(Example.settings(port: gate.port)) { _ in
            var said = [try await subscriber.next().payload]
            gate.cut()
            said += try await subscriber.next(2).map(\.payload)
            #expect(said == ["online", "offline", "online"])
        }
    }

    @Test("A subscriber hears each message as it is sent, and one that comes later what is retained")
    func messages() async throws {
        let broker = try await MosquittoServer.started()
        let subscriber = try await MosquittoSubscriber(port: broker.port, topics: ["kilovakt/+/+"])
        let settings = try Example.settings(port: broker.port)
        try await RunningPublisher.whileRunning(settings) { running in
            await running.line(with: "connected")
            running.send(.live(Example.live), .hour(Example.hour()))
            running.publisher.deliver([Example.closedMessage(0)])
            running.send(.month(Example.month()), .day(Example.day()))
            let alert = settings.alertTopic(of: Example.meter.id)
            running.publisher.deliver([QueuedMessage(topic: alert, payload: Array(#"{"rule":"x"}"#.utf8))])
            let messages = try await subscriber.next(9)
            let names = ["meter", "live", "hour", "budget_w", "closed", "month", "day", "month", "alert"]
            #expect(messages.map(\.topic) == names.map { "\(root)/\($0)" })
            #expect(messages.map(\.quality) == [0, 0, 0, 0, 1, 0, 0, 0, 1])
            #expect(messages.allSatisfy { !$0.isRetained })
            #expect(messages.last?.payload == #"{"rule":"x"}"#)

            let late = try await MosquittoSubscriber(port: broker.port)
            let kept = try await late.next(7)
            #expect(kept.allSatisfy { $0.isRetained })
            let topics = ["meter", "hour", "budget_w", "day", "month"].map { "\(root)/\($0)" }
            #expect(Set(kept.map(\.topic)) == Set(topics + ["kilovakt/status", config]))
        }
    }

    @Test("When Home Assistant starts, it is told everything again") func homeAssistant() async throws {
        let broker = try await MosquittoServer.started()
        let subscriber = try await MosquittoSubscriber(
            port: broker.port,
            topics: [config, "\(root)/hour"]
        )
        try await RunningPublisher.whileRunning(Example.settings(port: broker.port)) { running in
            await running.line(with: "connected")
            running.send(.hour(Example.hour()))
            let first = try await subscriber.next(2)
            // Only `online` counts.
            try await mosquittoPublish("offline", on: "homeassistant/status", port: broker.port)
            try await mosquittoPublish("online", on: "homeassistant/status", port: broker.port)
            let again = try await subscriber.next(2)
            #expect(again == first)
        }
    }

    @Test("With discovery off, nothing is said to Home Assistant") func noDiscovery() async throws {
        let broker = try await MosquittoServer.started()
        let subscriber = try await MosquittoSubscriber(port: broker.port)
        var settings = try Example.settings(port: broker.port)
        settings.discoveryPrefix = nil
        settings.baseTopic = "home/power"
        try await RunningPublisher.whileRunning(settings) { running in
            await running.line(with: "connected")
            running.send(.live(Example.live))
            let messages = try await subscriber.next(3)
            let names = ["status", "\(Example.meter.id)/meter", "\(Example.meter.id)/live"]
            #expect(messages.map(\.topic) == names.map { "home/power/\($0)" })
        }
        let last = try await subscriber.next()
        #expect(last.payload == "offline")
    }

    @Test("Logs in with user and password; a wrong password is said, and never repeated in words")
    func login() async throws {
        let broker = try await MosquittoServer.started(login: ("me", "hunter2"))
        var settings = try MQTTSettings(url: "mqtt://me:hunter2@127.0.0.1:\(broker.port)")
        try await RunningPublisher.whileRunning(settings) { running in
            await running.line(with: "connected")
        }
        settings.login.password = "hunter3"
        try await RunningPublisher.whileRunning(settings) { running in
            for await line in running.lines {
                #expect(line.contains("user or password are wrong"))
                #expect(line.contains("check mqtt.user and mqtt.password"))
                #expect(!line.contains("hunter"))
                break
            }
        }
        settings.login.user = nil
        settings.login.password = nil
        try await RunningPublisher.whileRunning(settings) { running in
            await running.line(with: "wants a user and a password; set mqtt.user and mqtt.password")
        }
    }

    @Test("Whoever keeps the messages hears which of them the broker has") func confirmed() async throws {
        let broker = try await MosquittoServer.started()
        let (ids, id) = AsyncStream.makeStream(of: Int64.self)
        try await RunningPublisher.whileRunning(
            Example.settings(port: broker.port),
            delivered: { for one in $0 { id.yield(one) } }
        ) { running in
            running.publisher.deliver((0..<50).map { Example.closedMessage($0, id: Int64($0)) })
            var delivered: [Int64] = []
            for await id in ids {
                delivered.append(id)
                if delivered.count == 50 { break }
            }
            #expect(delivered == Array(0..<50))
        }
    }
}
