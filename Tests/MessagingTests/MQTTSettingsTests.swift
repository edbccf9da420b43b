import Testing

@testable import Messaging

@Suite struct MQTTSettingsTests {
    struct Address: Sendable {
        var url: String
        var host: String
        var port: Int
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
        let settings = try MQTTSettings(url: expected.url)
        #expect(settings.host == expected.host)
        #expect(settings.port == expected.port)
        #expect(settings.usesTLS == expected.usesTLS)
        #expect(settings.user == expected.user)
        #expect(settings.password == expected.password)
    }

    @Test(
        "What is no broker's address is refused, with what is allowed",
        arguments: [
            ("", MQTTSettingsError.scheme), ("localhost", .scheme), ("http://localhost", .scheme),
            ("localhost:1883", .scheme), ("mqtt:", .host), ("mqtt://", .host), ("mqtt://:1883", .host),
            ("mqtt://h:0", .port), ("mqtt://h:65536", .port), ("mqtt://h:x", .notAnAddress),
            ("mqtt://h/topic", .rest), ("mqtt://h?x=1", .rest), ("mqtt://h#x", .rest),
            ("mqtt://:pw@h", .passwordWithoutUser), ("mqtt://u:p#w@h", .notAnAddress),
        ]
    )
    func refusal(_ url: String, _ expected: MQTTSettingsError) {
        let error = #expect(throws: MQTTSettingsError.self) { try MQTTSettings(url: url) }
        #expect(error == expected)
        #expect(error?.description.contains("mqtt://host") == true)
    }

    @Test("The password is in no description, no mirror and no error")
    func password() throws {
        let settings = try MQTTSettings(url: "mqtt://me:hunter2@h")
        var dumped = ""
        dump(settings, to: &dumped)
        for text in ["\(settings)", String(reflecting: settings), dumped, "\([settings])"] {
            #expect(!text.contains("hunter2"))
        }
        let error = #expect(throws: MQTTSettingsError.self) { try MQTTSettings(url: "mqtt://me:hunter2@h:0") }
        #expect(error.map { "\($0)\(String(reflecting: $0))".contains("hunter2") } == false)
    }

    @Test("An IPv6 address is shown in brackets") func place() throws {
        #expect(try MQTTSettings(url: "mqtts://u:p@[::1]").description == "mqtts://[::1]:8883")
    }

    @Test("A client's id follows from a stable name, and every broker takes it") func clientID() {
        let id = MQTTSettings.clientID(from: "0123456789abcdef")
        #expect(id == MQTTSettings.clientID(from: "0123456789abcdef"))
        #expect(id != MQTTSettings.clientID(from: "0123456789abcdee"))
        #expect(id.utf8.count == 23)
        #expect(id.allSatisfy { $0.isLetter || $0.isNumber })
    }

    @Test(
        "A base that cannot begin a topic is refused",
        arguments: ["", "/", "a/", "/a", "a/+", "#", "$SYS", "a\u{0}b"]
    )
    func base(_ text: String) throws {
        var settings = try MQTTSettings(url: "mqtt://h")
        try settings.validate()
        settings.baseTopic = text
        #expect(throws: MQTTSettingsError.topic("the base topic", text)) { try settings.validate() }
        settings.baseTopic = "home/kilovakt"
        settings.discoveryPrefix = text
        #expect(throws: MQTTSettingsError.topic("the discovery prefix", text)) { try settings.validate() }
    }

    @Test("A certificate goes with its key") func certificate() throws {
        var settings = try MQTTSettings(url: "mqtts://h")
        settings.certificateFile = "client.pem"
        #expect(throws: MQTTSettingsError.certificateWithoutKey) { try settings.validate() }
        settings.keyFile = "client.key"
        try settings.validate()
    }
}
