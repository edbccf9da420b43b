import Broker
import Testing

@testable import Messaging

@Suite struct MQTTSettingsTests {
    @Test("The password is in no description, no mirror and no error")
    func password() throws {
        let settings = try MQTTSettings(url: "mqtt://me:hunter2@h")
        var dumped = ""
        dump(settings, to: &dumped)
        for text in ["\(settings)", String(reflecting: settings), dumped, "\([settings])"] {
            #expect(!text.contains("hunter2"))
        }
        let error = #expect(throws: BrokerURLError.self) { try MQTTSettings(url: "mqtt://me:hunter2@h:0") }
        #expect(error.map { "\($0)\(String(reflecting: $0))".contains("hunter2") } == false)
    }

    @Test("An IPv6 address is shown in brackets") func place() throws {
        #expect(try MQTTSettings(url: "mqtts://u:p@[::1]").description == "mqtts://[::1]:8883")
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
        settings.login.certificateFile = "client.pem"
        #expect(throws: MQTTSettingsError.certificateWithoutKey) { try settings.validate() }
        settings.login.keyFile = "client.key"
        try settings.validate()
    }
}
