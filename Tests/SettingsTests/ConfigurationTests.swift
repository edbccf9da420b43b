import Alerts
import Broker
import CheckedYAML
import Civil
import Foundation
import Ledger
import Messaging
import Settings
import TestSupport
import Testing

@Suite("The configuration")
struct ConfigurationTests {
    private func read(_ text: String) throws -> Configuration {
        try ConfigurationFile.read(text, file: "k.yaml")
    }

    @Test(
        "An empty file runs with every default",
        arguments: ["", "\n\n", "# only a comment\n", "home:\nmqtt:\n"]
    )
    func empty(text: String) throws {
        let configuration = try read(text)
        #expect(configuration.home.calendar.identifier == "Europe/Oslo")
        #expect(configuration.meters.map(\.text) == ["serial:auto"])
        #expect(configuration.mqtt?.place == "localhost:1883")
        #expect(configuration.mqtt?.baseTopic == "kilovakt")
        #expect(configuration.alerts.map(\.name) == ["hour_forecast", "meter_silent"])
        #expect(configuration.storage.path == "/var/lib/kilovakt/kilovakt.db")
        #expect(configuration.tariff.steps == .common)
    }

    @Test("The example in systemd/ is a whole configuration that starts")
    func example() async throws {
        let text = try String(
            contentsOf: Checkout.root.appending(path: "systemd/kilovakt.yaml"),
            encoding: .utf8
        )
        let configuration = try read(text)
        #expect(configuration.meters.count == 1)
        #expect(configuration.withoutEffect.isEmpty)
    }

    @Test("What is set is taken")
    func values() throws {
        let configuration = try read(
            """
            home: { name: Hytta, timezone: Europe/Oslo, main_fuse_amps: 32, grid: IT, language: nn, price_area: NO5 }
            meters: [ { source: "tcp://10.0.0.5:7000" }, { source: "serial:/dev/ttyUSB1?baud=9600&parity=none" } ]
            tariff: { steps_kw: [0, 5, 10.5], target_kw: 5 }
            mqtt: { url: "mqtts://u:p@broker.example", base: home/power, discovery: off, client_id: k2 }
            alerts:
              - { rule: hour_forecast, probability: 0.9, to: [] }
              - { rule: power_above, watts: 9000, for: 60s, hysteresis_w: 500, quiet: "22-07", to: [phone] }
            webhooks: [ { name: phone, url: "https://ntfy.example/x", secret: abc } ]
            dashboard: { listen: "127.0.0.1:8080" }
            storage: { path: /tmp/k.db, minutes_days: 400 }
            """
        )
        #expect(configuration.home.maximumPowerW == 12_747)
        #expect(configuration.meters.count == 2)
        #expect(configuration.tariff.steps.lowerBoundsW == [0, 5_000, 10_500])
        #expect(configuration.tariff.targetW == 5_000)
        #expect(configuration.mqtt?.place == "broker.example:8883")
        #expect(configuration.mqtt?.baseTopic == "home/power")
        #expect(configuration.mqtt?.discoveryPrefix == nil)
        #expect(configuration.alerts.count == 2)
        #expect(configuration.alerts[1].kind == .powerAbove(watts: 9_000, hysteresisW: 500))
        #expect(configuration.alerts[1].holdSeconds == 60)
        #expect(configuration.alerts[1].to == ["phone"])
        #expect(configuration.withoutEffect == ["home.price_area"])
    }

    @Test(
        "Each meter has its own energy scale, and one without a word of it is found out",
        arguments: [
            ("{ source: \"serial:auto\" }", EnergyScaleSetting.auto), ("{ energy_scale: auto }", .auto),
            ("{ energy_scale: wh }", .wattHours), ("{ energy_scale: 10wh }", .tenWattHours),
            ("{ energy_scale: \"10wh\", source: \"tcp://10.0.0.5:7000\" }", .tenWattHours),
        ] as [(String, EnergyScaleSetting)]
    )
    func energyScale(meter: String, expected: EnergyScaleSetting) throws {
        let configuration = try read("meters:\n  - { source: \"tcp://10.0.0.6:7000\" }\n  - \(meter)")
        #expect(configuration.meters.map(\.energyScale) == [.auto, expected])
        let settings = configuration.meters.map { configuration.ledgerSettings(of: $0).energyScale }
        #expect(settings == [.auto, expected])
    }

    @Test("A meter that sends no number has the id that is configured")
    func id() throws {
        let configuration = try read("meters:\n  - { id: house }\n  - { source: \"tcp://10.0.0.6:7000\" }")
        #expect(configuration.meters.map(\.id) == ["house", nil])
    }

    @Test(
        "What is wrong is said with its line, its key and what is allowed",
        arguments: [
            ("hom: { name: x }", 1, "hom", "did you mean home?"),
            ("home: { name: x }\nmqtt:\n  ulr: x", 3, "mqtt.ulr", "did you mean url?"),
            ("home:\n  timezone: Europe/Olso", 2, "home.timezone", "such as Europe/Oslo"),
            ("home:\n  main_fuse_amps: many", 2, "home.main_fuse_amps", "6 to 1000"),
            ("home: { grid: TT }", 1, "home.grid", "TN, IT"),
            ("home: { clock: mine }", 1, "home.clock", "auto, host"),
            ("home: [ 1 ]", 1, "home", "not a mapping"),
            ("meters: x", 1, "meters", "a list is expected"),
            ("meters:\n  - { source: 'usb:1' }", 2, "meters[0].source", "serial:"),
            ("meters:\n  - { source: 'serial:/dev/x?parity=both' }", 2, "meters[0].source", "parity"),
            ("meters:\n  - { id: 'a/b' }", 2, "meters[0].id", "letters, digits"),
            ("meters:\n  - { id: a }\n  - { id: a }", 3, "meters[1].id", "an id that no other meter has"),
            ("meters:\n  - { energy_scale: kwh }", 2, "meters[0].energy_scale", "auto, wh, 10wh"),
            ("meters:\n  - { energy_scale: [wh] }", 2, "meters[0].energy_scale", "a single value"),
            ("meters:\n  - { energy_scal: wh }", 2, "meters[0].energy_scal", "did you mean energy_scale?"),
            ("meters:\n  - { key: 1234 }", 2, "meters[0].key", "encryption key of 4 hexadecimal digits"),
            ("meters:\n  - { key: 'file:/none' }", 2, "meters[0].key", "is there such a file"),
            (
                "meters:\n  - { authentication_key: 000102030405060708090A0B0C0D0E0F }", 2,
                "meters[0].authentication_key", "needs key"
            ),
            (
                "meters:\n  - key: 000102030405060708090A0B0C0D0E0F\n    authentication_key: xyz", 3,
                "meters[0].authentication_key", "authentication key, character 1"
            ),
            ("mqtt: { url: 'http://x' }", 1, "mqtt.url", "mqtt://"),
            ("mqtt: { base: 'a/#' }", 1, "mqtt.base", "without + and #"),
            ("tariff: { steps_kw: [2, 1] }", 1, "tariff.steps_kw", "begin with 0"),
            ("alerts:\n  - { rule: power_above }", 2, "alerts[0].watts", "missing"),
            ("alerts:\n  - { rule: hour_forecast, probability: 2 }", 2, "alerts[0].probability", "0.05 to 1"),
            ("alerts:\n  - { rule: power_above, watts: 5, for: long }", 2, "alerts[0].for", "60s"),
            (
                "alerts:\n  - { rule: power_above, watts: 5, to: [fax] }", 2, "alerts[0].to",
                "no such webhook: fax"
            ),
            ("webhooks:\n  - { name: a }", 2, "webhooks[0].url", "missing"),
            ("webhooks:\n  - { name: a, url: 'ftp://x' }", 2, "webhooks[0].url", "http"),
            (
                "webhooks:\n  - { name: a, url: 'https://x', secret: 'file:/none' }", 2, "webhooks[0].secret",
                "/none"
            ),
            ("dashboard: { listen: '0.0.0.0:8080' }", 1, "dashboard.listen", "kilovakt password --out FILE"),
            ("dashboard: { listen: '[::]:8080' }", 1, "dashboard.listen", "needs a password"),
            ("dashboard:\n  listen: 192.168.1.4:80", 2, "dashboard.listen", "needs a password"),
            ("dashboard:\n  listen: power:80", 2, "dashboard.listen", "such as 127.0.0.1:8080"),
            ("dashboard:\n  listen: 127.0.0.1", 2, "dashboard.listen", "a port from 1 to 65535"),
            ("dashboard:\n  port: 8080", 2, "dashboard.port", "unknown key"),
            ("dashboard:\n  password: hemmelig1", 2, "dashboard.password", "not the hash of a password"),
            ("dashboard:\n  password: 'file:/none'", 2, "dashboard.password", "is there such a file"),
            ("dashboard:\n  token: 0123456789abcdef", 2, "dashboard.token", "needs password"),
            ("dashboard:\n  listen: off\n  token: short", 3, "dashboard.token", "16 to 256 characters"),
            ("home: { name: x\n", 0, "", "not YAML"),
            ("home: {}\nhome: {}", 0, "", "given twice"),
        ] as [(String, Int, String, String)]
    )
    func problems(text: String, line: Int, key: String, words: String) throws {
        let errors = #expect(throws: ConfigurationErrors.self) { try read(text) }
        let error = try #require(errors?.errors.first)
        #expect(error.file == "k.yaml")
        #expect(line == 0 || error.line == line)
        #expect(error.key == key)
        #expect(error.problem.contains(words), "\(error.problem)")
    }

    @Test("What a broker needs is set by short names, the longer ones of before hold too, and not both")
    func broker() throws {
        let mqtt = try #require(
            read("mqtt: { ca: /a, certificate: /c, key: /k, user: me, password: p, commands: true }").mqtt
        )
        #expect(
            [mqtt.login.authorityFile, mqtt.login.certificateFile, mqtt.login.keyFile] == ["/a", "/c", "/k"]
        )
        #expect(mqtt.takesCommands && mqtt.login.user == "me" && mqtt.language == .nb)
        let before = try read("mqtt: { authority_file: /a }\nhome: { language: nn }").mqtt
        #expect(
            before?.login.authorityFile == "/a" && before?.takesCommands == false && before?.language == .nn
        )
        let both = #expect(throws: ConfigurationErrors.self) {
            try read("mqtt:\n  ca: /a\n  authority_file: /a")
        }
        #expect(both?.errors.map(\.key) == ["mqtt.authority_file"])
        let flag = #expect(throws: ConfigurationErrors.self) { try read("mqtt: { commands: maybe }") }
        #expect(flag?.errors.first?.problem.contains("true, false") == true)
    }

    @Test("Everything that is wrong is said at once, and no secret is")
    func all() throws {
        let errors = #expect(throws: ConfigurationErrors.self) {
            try read(
                "hom: 1\nmqtt: { url: 'amqp://me:hemmelig@x' }\nstorage: { days: 0 }\ndashboard: { password: hemmelig1 }"
            )
        }
        #expect(errors?.errors.map(\.line) == [1, 2, 3, 4])
        #expect(errors?.description.contains("hemmelig") == false)
    }

    @Test("The daemon says it and does not start")
    func program() async throws {
        let file = try Checkout.temporaryFolder().appending(path: "k.yaml")
        try "metres: []".write(to: file, atomically: true, encoding: .utf8)
        let result = try await RunningProgram.run(Checkout.program, ["run", "--config", file.path])
        #expect(result.code == 1)
        #expect(result.lines.first?.hasPrefix("kilovakt: \(file.path):1: metres: unknown key") == true)
    }
}
