import Alerts
import Ciphering
import Civil
import Foundation
import Messaging
import Ports
import Yams

/// Reads the configuration from its file.
package enum ConfigurationFile {
    package static let defaultPath = "/etc/kilovakt/kilovakt.yaml"

    /// - Parameter path: as given on the command line; `nil` takes the default file, and all defaults where there is none.
    package static func load(_ path: String?) throws -> Configuration {
        guard let path = path ?? (FileManager.default.fileExists(atPath: defaultPath) ? defaultPath : nil)
        else {
            return try read("", file: "")
        }
        let text = String(decoding: try FileBytes.read(path), as: UTF8.self)
        return try read(text, file: path)
    }

    /// - Throws: `ConfigurationErrors` with everything that is wrong.
    package static func read(_ text: String, file: String) throws -> Configuration {
        let problems = ConfigurationProblems(file: file)
        var root = ConfigurationSection(try node(text, file: file), path: "", problems: problems)
        var configuration = Configuration()
        configuration.home = home(root.section("home"))
        configuration.mqtt = mqtt(root.section("mqtt"), home: configuration.home)
        configuration.meters = meters(&root, configuration.mqtt)
        configuration.mqtt?.compatibility?.namesMeter = configuration.meters.count > 1
        configuration.tariff = tariff(root.section("tariff"), file: file)
        configuration.webhooks = webhooks(&root, file: file)
        let around = AlertSurroundings(
            fuse: configuration.home.mainFuse,
            // What is wrong with the broker's address is said already.
            hasBroker: configuration.mqtt != nil || !problems.errors.isEmpty,
            webhooks: configuration.webhooks.map(\.name)
        )
        let rules = alerts(&root, around)
        configuration.alerts = rules ?? usualAlerts(around)
        configuration.hasUsualAlerts = rules == nil
        configuration.storage = storage(root.section("storage"))
        configuration.dashboard = dashboard(root.section("dashboard"))
        root.withoutEffect("prices")
        root.end()
        configuration.withoutEffect = problems.withoutEffect
        guard problems.errors.isEmpty else {
            throw ConfigurationErrors(errors: problems.sorted)
        }
        return configuration
    }

    private static func node(_ text: String, file: String) throws -> Node? {
        do {
            return try compose(yaml: text)
        } catch let error as YamlError {
            throw ConfigurationErrors(errors: [ConfigurationError(error, file: file)])
        }
    }

    // MARK: - Sections

    private static func home(_ section: ConfigurationSection) -> Configuration.Home {
        var section = section
        var home = Configuration.Home()
        home.name = section.text("name") ?? home.name
        let zone = section.value("timezone") { name in
            guard let calendar = LocalCalendar(identifier: name) else {
                throw NotAllowed(name, "a name of the tz database, such as Europe/Oslo")
            }
            return calendar
        }
        home.calendar = zone ?? LocalCalendar(identifier: "Europe/Oslo") ?? home.calendar
        home.mainFuseAmps = section.integer("main_fuse_amps", in: 6...1_000)
        home.grid = section.choice("grid") ?? home.grid
        home.county = county(&section)
        home.clock = section.choice("clock") ?? home.clock
        home.language = section.choice("language") ?? home.language
        section.withoutEffect("price_area", "municipality")
        section.end()
        return home
    }

    private static func meters(
        _ root: inout ConfigurationSection,
        _ mqtt: MQTTSettings?
    ) -> [Configuration.MeterSettings] {
        guard let sections = root.sections("meters"), !sections.isEmpty else {
            return [
                Configuration.MeterSettings(text: "serial:auto", source: .serial(.auto, SerialSettings()))
            ]
        }
        return sections.map { section in
            var section = section
            var meter = Configuration.MeterSettings()
            meter.text = section.text("source") ?? meter.text
            meter.source = section.value("source") { text throws(SourceError) in try Source(text) }
            if !section.contains("source") { meter.source = .serial(.auto, SerialSettings()) }
            readTopic(&section, of: &meter, mqtt)
            meter.energyScale = section.choice("energy_scale") ?? meter.energyScale
            meter.keys = keys(&section)
            section.end()
            return meter
        }
    }

    /// The two keys are checked each by itself, so that what is wrong is said at its own line; never what they are.
    private static func keys(_ section: inout ConfigurationSection) -> CipherKeys? {
        let key = section.value("key") { text in
            let key = try Secret.read(text)
            _ = try CipherKeys(encryptionHex: key, authenticationHex: nil)
            return key
        }
        let authentication = section.value("authentication_key") { text in
            let authentication = try Secret.read(text)
            _ = try CipherKeys(
                encryptionHex: String(repeating: "0", count: 32),
                authenticationHex: authentication
            )
            return authentication
        }
        if !section.contains("key"), section.contains("authentication_key") {
            section.complain(
                "goes with key, the encryption key, which is missing",
                about: "authentication_key"
            )
        }
        guard let key else { return nil }
        return try? CipherKeys(encryptionHex: key, authenticationHex: authentication)
    }

    private static func storage(_ section: ConfigurationSection) -> Configuration.StorageSettings {
        var section = section
        var storage = Configuration.StorageSettings()
        storage.path = section.text("path") ?? storage.path
        storage.minutesDays = section.integer("minutes_days", in: 1...36_500) ?? storage.minutesDays
        section.end()
        return storage
    }
}

extension ConfigurationError {
    /// What the YAML parser says, in one line.
    init(_ error: YamlError, file: String) {
        var line = 0
        var problem = "not YAML: \(error)"
        switch error {
        case .scanner(_, let words, let mark, _), .parser(_, let words, let mark, _),
            .composer(_, let words, let mark, _):
            line = mark.line
            problem = "not YAML: \(words)"
        case .duplicatedKeysInMapping(let duplicates, _):
            problem = "given twice: \(duplicates.map { "\($0)" }.joined(separator: ", "))"
        default: break
        }
        self.init(file: file, line: line, key: "", problem: problem)
    }
}
