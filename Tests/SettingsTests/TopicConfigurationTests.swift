import Broker
import CheckedYAML
import Messaging
import Ports
import Settings
import TestSupport
import Testing

@Suite("The configuration of topics")
struct TopicConfigurationTests {
    private func read(_ text: String) throws -> Configuration {
        try ConfigurationFile.read(text, file: "k.yaml")
    }

    @Test("A topic without a host is read from the broker that is published to, with all that it takes")
    func own()
        throws
    {
        let configuration = try read(
            """
            mqtt: { url: "mqtts://me:hunter2@broker.example:8884", authority_file: /ca.pem }
            meters: [ { source: "mqtt://tibber/pulse" } ]
            """
        )
        let meter = try #require(configuration.meters.first)
        let broker = BrokerAddress(host: "broker.example", port: 8_884, usesTLS: true)
        #expect(meter.source == .mqtt(topic: "tibber/pulse", broker: broker))
        // The name that its hours are kept under does not change with the broker.
        #expect(meter.text == "mqtt://tibber/pulse")
        #expect(meter.login.user == "me")
        #expect(meter.login.password == "hunter2")
        #expect(meter.login.authorityFile == "/ca.pem")
    }

    @Test("A topic with a host is read as its own user, and as nobody without one") func other() throws {
        let configuration = try read(
            """
            mqtt: { url: "mqtt://me:hunter2@localhost" }
            meters:
              - { source: "mqtts://b.example/a/b", user: pulse, password: hunter3, authority_file: /other.pem }
              - { source: "mqtt://10.0.0.5:1883/ams/data" }
            """
        )
        #expect(configuration.meters.map(\.login.user) == ["pulse", nil])
        #expect(configuration.meters.map(\.login.password) == ["hunter3", nil])
        #expect(configuration.meters.map(\.login.authorityFile) == ["/other.pem", nil])
    }

    @Test("Raw frames and compatibility are off by themselves") func off() throws {
        let mqtt = try #require(try read("").mqtt)
        #expect(!mqtt.publishesRawFrames)
        #expect(mqtt.compatibility == nil)
        #expect(try read("mqtt: { compatibility: [] }").mqtt?.compatibility == nil)
    }

    @Test("What is turned on is taken") func on() throws {
        let mqtt = try #require(try read("mqtt: { raw: true, compatibility: [amsreader, tibber] }").mqtt)
        #expect(mqtt.publishesRawFrames)
        #expect(mqtt.compatibility?.amsreaderBase == "amsreader")
        #expect(mqtt.compatibility?.publishesLiveMeasurement == true)
        #expect(mqtt.compatibility?.namesMeter == false)
        let two = try read(
            """
            mqtt: { compatibility: [amsreader], amsreader_base: ams/house }
            meters: [ { source: "tcp://a:1" }, { source: "tcp://b:1" } ]
            """
        )
        #expect(two.mqtt?.compatibility?.amsreaderBase == "ams/house")
        #expect(two.mqtt?.compatibility?.publishesLiveMeasurement == false)
        #expect(two.mqtt?.compatibility?.namesMeter == true)
    }

    @Test(
        "What is wrong is said with its line, its key and what to do",
        arguments: [
            (
                "mqtt: { url: off }\nmeters:\n  - { source: 'mqtt://a' }", 3, "meters[0].source",
                "needs mqtt.url"
            ),
            ("meters:\n  - { source: 'mqtt://a/#' }", 2, "meters[0].source", "without + and #"),
            ("meters:\n  - { source: 'mqtts://h' }", 2, "meters[0].source", "needs a host and a topic"),
            (
                "meters:\n  - { source: 'mqtt://kilovakt/1/raw' }", 2, "meters[0].source",
                "hear itself; give mqtt.base"
            ),
            (
                "meters:\n  - { source: 'mqtt://localhost:1883/kilovakt/1/raw' }", 2, "meters[0].source",
                "it would hear itself"
            ),
            (
                "mqtt: { compatibility: [amsreader] }\nmeters:\n  - { source: 'mqtt://amsreader/data' }", 3,
                "meters[0].source", "give mqtt.amsreader_base another name"
            ),
            ("meters:\n  - { source: 'tcp://h:1', user: me }", 2, "meters[0].user", "names its broker"),
            ("meters:\n  - { source: 'mqtt://a', password: x }", 2, "meters[0].password", "names its broker"),
            (
                "meters:\n  - { source: 'mqtt://h:1/a', password: x }", 2, "meters[0].password",
                "needs user"
            ),
            (
                "meters:\n  - { source: 'mqtt://h:1/a', user: me, password: 'file:/none' }", 2,
                "meters[0].password", "is there such a file"
            ),
            ("mqtt: { raw: yes please }", 1, "mqtt.raw", "true, false"),
            ("mqtt: { compatibility: [amsleser] }", 1, "mqtt.compatibility", "allowed: amsreader, tibber"),
            ("mqtt: { compatibility: tibber }", 1, "mqtt.compatibility", "a list is expected"),
            ("mqtt: { amsreader_base: a }", 1, "mqtt.amsreader_base", "needs compatibility"),
            (
                "mqtt: { compatibility: [amsreader], amsreader_base: kilovakt }", 1, "mqtt.amsreader_base",
                "our own base"
            ),
            (
                "mqtt: { compatibility: [amsreader], amsreader_base: 'a/+' }", 1, "mqtt.amsreader_base",
                "without +"
            ),
        ] as [(String, Int, String, String)]
    )
    func problems(text: String, line: Int, key: String, words: String) throws {
        let errors = #expect(throws: ConfigurationErrors.self) { try read(text) }
        let error = try #require(errors?.errors.first)
        #expect(error.line == line)
        #expect(error.key == key)
        #expect(error.problem.contains(words), "\(error.problem)")
    }

    @Test("A password in an address is refused and not repeated") func password() throws {
        let errors = #expect(throws: ConfigurationErrors.self) {
            try read("meters:\n  - { source: 'mqtt://me:hunter2@h:1883/a' }")
        }
        #expect(errors?.description.contains("beside source:") == true)
        #expect(errors?.description.contains("hunter2") == false)
    }
}
