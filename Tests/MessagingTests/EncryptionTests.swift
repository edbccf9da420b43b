import Broker
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
        settings.login.authorityFile = certificates.authority
        try await RunningPublisher.whileRunning(settings) { running in
            await running.line(with: "connected")
            await broker.stop()
            await running.line(with: "trying again")
            try await broker.start()
            await running.line(with: "connected")
        }
    }

    /// A certificate that does not pass, and how that is said.
    enum Wrong: String, CaseIterable, Sendable {
        case authority = "signed by nobody who is trusted here; set mqtt.ca"
        case host = "for another host; use a name or address in mqtt.url"
        case name = "is for another host"
        case expired = "has expired; renew it at the broker"
        case noClient = "does not take this client's certificate"
        case otherClient = "check that mqtt.certificate and mqtt.key are the ones"

        var certificates: MosquittoCertificates {
            get async throws {
                switch self {
                case .host: try await MosquittoCertificates(host: "IP:127.0.0.2")
                case .name: try await MosquittoCertificates(host: "DNS:broker.example")
                case .expired: try await MosquittoCertificates(days: -1)
                default: try await MosquittoCertificates()
                }
            }
        }

        var asksClient: Bool { self == .noClient || self == .otherClient }
    }

    @Test(
        "A certificate that does not pass is said, which and what to do, and tried again",
        arguments: Wrong.allCases
    )
    func wrong(_ wrong: Wrong) async throws {
        let certificates = try await wrong.certificates
        let more = wrong.asksClient ? "\ncafile \(certificates.authority)\nrequire_certificate true" : ""
        let broker = try await MosquittoServer.started(more: certificates.configuration + more)
        let gate = try MosquittoGate(to: broker.port)
        var settings = try MQTTSettings(url: "mqtts://127.0.0.1:\(gate.port)")
        if wrong != .authority { settings.login.authorityFile = certificates.authority }
        let stranger = try await MosquittoCertificates()
        if wrong == .otherClient {
            (settings.login.certificateFile, settings.login.keyFile) = (
                stranger.client.certificate, stranger.client.key
            )
        }
        try await RunningPublisher.whileRunning(settings) { running in
            await running.line(with: wrong.rawValue)
            var attempts = gate.arrivals.makeAsyncIterator()
            for _ in 0..<3 { await attempts.next() }
        }
    }

    @Test("A broker that asks for a client's certificate takes the right one") func client() async throws {
        let certificates = try await MosquittoCertificates()
        let broker = try await MosquittoServer.started(
            more: certificates.configuration + "\ncafile \(certificates.authority)\nrequire_certificate true"
        )
        var settings = try MQTTSettings(url: "mqtts://127.0.0.1:\(broker.port)")
        settings.login.authorityFile = certificates.authority
        (settings.login.certificateFile, settings.login.keyFile) = (
            certificates.client.certificate, certificates.client.key
        )
        try await RunningPublisher.whileRunning(settings) { await $0.line(with: "connected") }
    }

    @Test("A wrong password over TLS is said as one") func password() async throws {
        let certificates = try await MosquittoCertificates()
        let broker = try await MosquittoServer.started(
            login: ("me", "hunter2"),
            more: certificates.configuration
        )
        var settings = try MQTTSettings(url: "mqtts://me:hunter3@127.0.0.1:\(broker.port)")
        settings.login.authorityFile = certificates.authority
        try await RunningPublisher.whileRunning(settings) {
            await $0.line(with: "user or password are wrong")
        }
    }

    @Test("A certificate file that is not there is said with what to check") func missingFile() async throws {
        var settings = try MQTTSettings(url: "mqtts://127.0.0.1:1")
        settings.login.authorityFile = "/nowhere/authority.pem"
        try await RunningPublisher.whileRunning(settings) {
            await $0.line(with: "check topics and certificate files")
        }
    }
}
