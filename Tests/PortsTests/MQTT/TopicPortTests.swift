import Broker
import Foundation
import TestSupport
import Testing

@testable import Ports

/// Against the real broker.
@Suite("Topics as ports", .timeLimit(.minutes(5)))
struct TopicPortTests {
    private let frame: [UInt8] = [0x7E, 0xA0, 0x07, 0x41, 0x08, 0x83, 0x13, 0x01, 0x02, 0x7E]

    private func source(_ broker: MosquittoServer, _ topic: String = "tibber/pulse") -> Source {
        .mqtt(topic: topic, broker: BrokerAddress(host: "127.0.0.1", port: UInt16(broker.port)))
    }

    @Test("Frames come as they are published; status, retained frames and other topics do not") func frames()
        async throws
    {
        let broker = try await MosquittoServer.started()
        // A frame of yesterday, perhaps.
        try await mosquittoPublish([0x7E, 0x00], on: "tibber/pulse", port: broker.port, isRetained: true)
        var probe = PortProbe(Port(source(broker)))
        #expect(try await probe.opened().source == "mqtt://127.0.0.1:\(broker.port)/tibber/pulse")
        try await mosquittoPublish("{\"status\":{\"rssi\":-60}}", on: "tibber/pulse", port: broker.port)
        try await mosquittoPublish(frame, on: "tibber/other", port: broker.port)
        try await mosquittoPublish(frame, on: "tibber/pulse", port: broker.port)
        try await mosquittoPublish("Debug: a frame was sent", on: "tibber/pulse", port: broker.port)
        try await mosquittoPublish(
            [UInt8](repeating: 0x7E, count: FramePayload.mostBytes + 1),
            on: "tibber/pulse",
            port: broker.port
        )
        let hex = frame.map { String(format: "%02X", $0) }.joined()
        try await mosquittoPublish(hex, on: "tibber/pulse", port: broker.port)
        let chunks = try await probe.chunks(byteCount: 2 * frame.count)
        #expect(chunks.map(\.bytes) == [frame, frame])
        #expect(chunks.map(\.offset) == [0, frame.count])
        #expect(chunks.allSatisfy { $0.arrivalUnixMilliseconds != nil })
    }

    @Test("A broker that goes away is lost once, and read again when it is back") func comesBack()
        async throws
    {
        let broker = try await MosquittoServer.started()
        var probe = PortProbe(Port(source(broker)))
        _ = try await probe.opened()
        await broker.stop()
        let address = "mqtt://127.0.0.1:\(broker.port)"
        let reason = "connection lost: The connection was lost."
        #expect(try await probe.lost() == .broker(address: address, reason: reason))
        try await broker.start()
        _ = try await probe.opened()
        try await mosquittoPublish(frame, on: "tibber/pulse", port: broker.port)
        #expect(try await probe.chunk().bytes == frame)
    }

    @Test("A broker that lets nobody read the topic is not waited for in silence") func refusedTopic()
        async throws
    {
        let broker = try FakeBroker(.refusesTopics)
        let address = BrokerAddress(host: "127.0.0.1", port: UInt16(broker.port))
        var probe = PortProbe(Port(.mqtt(topic: "a/b", broker: address)))
        var departures = broker.departures.makeAsyncIterator()
        await departures.next()
        let refusal = try await probe.lost()
        #expect(refusal == .topicRefused(address: "\(address)", topic: "a/b"))
    }

    @Test("A broker that is not there, or that knows another password, says so")
    func refusals() async throws {
        let broker = try await MosquittoServer.started(login: ("me", "hunter2"))
        let wrong = BrokerLogin(user: "me", password: "hunter3")
        var refused = PortProbe(Port(source(broker), login: wrong))
        let refusal = try await refused.lost()
        let reason =
            "refuses: user or password are wrong, or this user may not connect; check mqtt.user and mqtt.password"
        #expect(refusal == .broker(address: "mqtt://127.0.0.1:\(broker.port)", reason: reason))
        #expect(!refusal.description.contains("hunter"))
        #expect(!"\(wrong)".contains("hunter"))

        var right = PortProbe(Port(source(broker), login: BrokerLogin(user: "me", password: "hunter2")))
        _ = try await right.opened()

        await broker.stop()
        var nobody = PortProbe(Port(source(broker)))
        let nobodyThere =
            "cannot be reached: Connection refused; check that it runs, and its address and port in mqtt.url"
        let lost = try await nobody.lost()
        #expect(lost == .broker(address: "mqtt://127.0.0.1:\(broker.port)", reason: nobodyThere))

        var nowhere = PortProbe(Port(.mqtt(topic: "a/b", broker: nil)))
        #expect(try await nowhere.lost() == .noBroker(topic: "a/b"))
        #expect(await nowhere.next() == nil)
    }

    @Test("With TLS, a broker of a trusted authority is read, and one of an unknown authority is not")
    func encrypted() async throws {
        let certificates = try await MosquittoCertificates()
        let broker = try await MosquittoServer.started(more: certificates.configuration)
        let address = BrokerAddress(host: "127.0.0.1", port: UInt16(broker.port), usesTLS: true)
        let source = Source.mqtt(topic: "a/b", broker: address)
        var trusted = PortProbe(Port(source, login: BrokerLogin(authorityFile: certificates.authority)))
        #expect(try await trusted.opened().source == "mqtts://127.0.0.1:\(broker.port)/a/b")
        var login = BrokerLogin()
        login.keys = .meter
        var unknown = PortProbe(Port(source, login: login))
        let reason = "no connection: its certificate is signed by nobody who is trusted here;"
        let error = try await unknown.lost()
        #expect(error.description.contains("\(reason) set the meter's authority_file to"), "\(error)")
    }

    @Test(
        "With TLS, a broker whose certificate is for another host is not read",
        arguments: ["IP:127.0.0.2", "DNS:b.example"]
    )
    func otherHost(_ host: String) async throws {
        let certificates = try await MosquittoCertificates(host: host)
        let broker = try await MosquittoServer.started(more: certificates.configuration)
        let address = BrokerAddress(host: "127.0.0.1", port: UInt16(broker.port), usesTLS: true)
        let login = BrokerLogin(authorityFile: certificates.authority)
        var probe = PortProbe(Port(.mqtt(topic: "a/b", broker: address), login: login))
        let error = try await probe.lost()
        #expect(error.description.contains("its certificate is for another host"), "\(error)")
    }

    @Test("Letting go of the stream leaves the broker") func lettingGo() async throws {
        let server = try Listener()
        let address = BrokerAddress(host: "127.0.0.1", port: UInt16(server.port))
        var probe: PortProbe? = PortProbe(Port(.mqtt(topic: "a", broker: address)))
        _ = probe
        let client = try await server.client()
        probe = nil
        #expect(await client.isLeft())
    }
}
