import TestSupport
import Testing

@testable import Messaging

@Suite(.timeLimit(.minutes(5))) struct EncryptionTests {
    @Test("Connects to a broker whose authority it is given, and again after a restart") func encrypted()
        async throws
    {
        let certificates = try await MosquittoCertificates()
        let broker = try await MosquittoServer.started(more: certificates.configuration)
        var settings = try MQTTSettings(url: "mqtts://127.0.0.1:\(broker.port)")
        settings.authorityFile = certificates.authority
        try await RunningPublisher.whileRunning(settings) { running in
            await running.line(with: "connected")
            await broker.stop()
            await running.line(with: "trying again")
            try await broker.start()
            await running.line(with: "connected")
        }
    }

    @Test("A broker that nobody vouches for is not spoken to, and that is said; nor does it end the attempts")
    func untrusted() async throws {
        let certificates = try await MosquittoCertificates()
        let broker = try await MosquittoServer.started(more: certificates.configuration)
        let gate = try MosquittoGate(to: broker.port)
        let settings = try MQTTSettings(url: "mqtts://127.0.0.1:\(gate.port)")
        try await RunningPublisher.whileRunning(settings) { running in
            await running.line(with: "certificate verify failed")
            var attempts = gate.arrivals.makeAsyncIterator()
            for _ in 0..<3 { await attempts.next() }
        }
    }

    @Test("A certificate file that is not there is said with what to check") func missingFile() async throws {
        var settings = try MQTTSettings(url: "mqtts://127.0.0.1:1")
        settings.authorityFile = "/nowhere/authority.pem"
        try await RunningPublisher.whileRunning(settings) {
            await $0.line(with: "check topics and certificate files")
        }
    }
}
