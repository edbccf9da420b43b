import Civil
import Foundation
import Meters
import TestSupport
import Testing

@testable import Messaging

/// What Home Assistant's own schemas say of a discovery payload: from a table that was made of them, and from them themselves
/// where they are installed (`make homeassistant`).
@Suite struct DiscoveryRuleTests {
    private static let folder = Checkout.root.appending(path: "Tests/HomeAssistant")
    private static let python = ProcessInfo.processInfo.environment["KILOVAKT_HOMEASSISTANT"]
    private let rules: JSON

    init() throws {
        rules = try JSON(String(contentsOf: Self.folder.appending(path: "rules.json"), encoding: .utf8))
    }

    /// Announcements of all there is, in every language.
    private static let announcements = Language.allCases.compactMap { language in
        Discovery(
            prefix: "homeassistant",
            softwareVersion: "1.2.3",
            names: SensorNames(language),
            takesCommands: true
        )
        .announcement(of: Example.meter, sending: Set(Sensor.allCases), under: Example.topics)
    }

    private func words(_ path: String...) -> Set<String> {
        let found = path.reduce(Optional(rules)) { $0?[$1] }
        return Set(found?.list.compactMap(\.text) ?? [])
    }

    @Test("Every key is one that Home Assistant knows, and none that it gave up")
    func keys() throws {
        for message in Self.announcements {
            let payload = try JSON(message.text)
            #expect(payload.keys.subtracting(["dev", "o", "cmps", "availability"]).isEmpty)
            let device = try #require(payload["dev"]).keys.map {
                rules["device_abbreviations"]?[$0]?.text ?? $0
            }
            #expect(words("device").isSuperset(of: device))
            let origin = try #require(payload["o"]).keys.map {
                rules["origin_abbreviations"]?[$0]?.text ?? $0
            }
            #expect(words("origin").isSuperset(of: origin))
            for (key, component) in try #require(payload["cmps"]).members {
                let platform = try #require(component["p"]?.text)
                let known = words("components", platform)
                #expect(known.contains("state_topic"), "the table lacks \(platform)")
                #expect(component.keys.subtracting(known) == ["p"], "\(key)")
                #expect(component["object_id"] == nil)
            }
        }
    }

    @Test("Units and state classes are those of the device class")
    func classes() throws {
        let components = try #require(JSON(Self.announcements[0].text)["cmps"]).members
        #expect(components.count == Sensor.allCases.count + Command.Name.allCases.count)
        for (key, component) in components {
            let platform = try #require(component["p"]?.text)
            if let category = component["entity_category"]?.text {
                #expect(words("entity_categories").contains(category), "\(key)")
            }
            guard let name = component["device_class"]?.text else { continue }
            #expect(rules["units"]?[platform]?[name] != nil, "the table lacks \(name)")
            if let unit = component["unit_of_measurement"]?.text {
                #expect(words("units", platform, name).contains(unit), "\(key)")
            }
            if let state = component["state_class"]?.text {
                #expect(words("state_classes", name).contains(state), "\(key)")
            }
        }
    }

    @Test(
        "Home Assistant itself takes it (make homeassistant)",
        .enabled(
            if: python != nil,
            "needs KILOVAKT_HOMEASSISTANT, a Python that has Home Assistant's package"
        )
    )
    func homeAssistant() async throws {
        let python = URL(filePath: try #require(Self.python))
        let file = try Checkout.temporaryFolder().appending(path: "payloads")
        let lines = Self.announcements.map { "\($0.topic) \($0.text)\n" }
        try lines.joined().write(to: file, atomically: true, encoding: .utf8)
        let script = Self.folder.appending(path: "validate.py").path
        let result = try await RunningProgram.run(python, [script, file.path])
        let said = try #require(result.lines.last)
        print(said)
        #expect(result.code == 0, "\(result.lines.suffix(5))")
        let count = Self.announcements.count * (Sensor.allCases.count + Command.Name.allCases.count)
        #expect(said.hasSuffix("3 devices with \(count) entities are valid"))
        let table = try await RunningProgram.run(python, [script, "--rules"])
        #expect(try JSON(table.lines.joined(separator: "\n")) == rules, "write the table anew")
    }
}

extension JSON {
    fileprivate var members: [String: JSON] { if case .object(let values) = self { values } else { [:] } }
    fileprivate var keys: Set<String> { Set(members.keys) }
}
