import Testing

@testable import Broker

@Suite("A broker's address") struct BrokerURLTests {
    struct Address: Sendable {
        var url: String
        var host: String
        var port: UInt16
        var usesTLS = false
        var user: String?
        var password: String?
    }

    @Test(
        "An address says host, port, encryption, user and password",
        arguments: [
            Address(url: "mqtt://localhost", host: "localhost", port: 1_883),
            Address(url: "mqtt://localhost/", host: "localhost", port: 1_883),
            Address(url: "MQTT://10.0.0.2:1884", host: "10.0.0.2", port: 1_884),
            Address(url: "mqtts://broker.example", host: "broker.example", port: 8_883, usesTLS: true),
            Address(url: "mqtts://[fe80::1]:9", host: "fe80::1", port: 9, usesTLS: true),
            Address(url: "mqtt://[::1]", host: "::1", port: 1_883),
            Address(url: "mqtt://me:pw@h", host: "h", port: 1_883, user: "me", password: "pw"),
            Address(url: "mqtt://me@h", host: "h", port: 1_883, user: "me"),
            Address(url: "mqtt://a%40b:p%3A%2F%23@h:1", host: "h", port: 1, user: "a@b", password: "p:/#"),
        ]
    )
    func address(_ expected: Address) throws {
        let url = try BrokerURL(expected.url)
        #expect(url.address.host == expected.host)
        #expect(url.address.port == expected.port)
        #expect(url.address.usesTLS == expected.usesTLS)
        #expect(url.user == expected.user)
        #expect(url.password == expected.password)
    }

    @Test(
        "A text that is not a broker's address is refused, with what is allowed",
        arguments: [
            ("", BrokerURLError.scheme), ("localhost", .scheme), ("http://localhost", .scheme),
            ("localhost:1883", .scheme), ("mqtt:", .host), ("mqtt://", .host), ("mqtt://:1883", .host),
            ("mqtt://h:0", .port), ("mqtt://h:65536", .port), ("mqtt://h:x", .notAnAddress),
            ("mqtt://h/topic", .rest), ("mqtt://h?x=1", .rest), ("mqtt://h#x", .rest),
            ("mqtt://:pw@h", .passwordWithoutUser), ("mqtt://u:p#w@h", .notAnAddress),
        ]
    )
    func refusal(_ url: String, _ expected: BrokerURLError) {
        let error = #expect(throws: BrokerURLError.self) { try BrokerURL(url) }
        #expect(error == expected)
        #expect(error?.description.contains("mqtt://host") == true)
    }

    @Test("A client's id follows from a stable name, and every broker takes it") func clientID() {
        let id = ClientID.stable(from: "0123456789abcdef")
        #expect(id == ClientID.stable(from: "0123456789abcdef"))
        #expect(id != ClientID.stable(from: "0123456789abcdee"))
        #expect(id.utf8.count == 23)
        #expect(id.allSatisfy { $0.isLetter || $0.isNumber })
    }

    @Test("A client without a stable name has another id each time, and every broker takes it")
    func randomID() {
        let ids = (0..<20).map { _ in ClientID.random() }
        #expect(Set(ids).count == ids.count)
        #expect(ids.allSatisfy { $0.utf8.count == 23 && $0.allSatisfy { $0.isLetter || $0.isNumber } })
    }
}
