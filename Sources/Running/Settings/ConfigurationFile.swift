import Alerts
import CheckedYAML
import Ciphering
package import Civil
import Foundation
import Messaging
import Ports

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
        return try read(text, file: path, now: Instant.now)
    }

    /// - Parameter now: the moment at which the tariff file has to hold a tariff that can be read; `nil` asks for all of them.
    /// - Throws: `ConfigurationErrors` with every mistake.
    package static func read(_ text: String, file: String, now: Instant? = nil) throws -> Configuration {
        let problems = FileProblems(
            file: file,
            rules: FileProblems.Rules(refusesUnknownKeys: true, allowsEmptyValues: false)
        )
        guard var root = CheckedMapping(parsing: text, limits: limits, problems: problems) else {
            throw ConfigurationErrors(errors: problems.mistakes)
        }
        var configuration = Configuration()
        configuration.home = home(root.mapping("home"))
        configuration.mqtt = mqtt(root.mapping("mqtt"), home: configuration.home)
        configuration.meters = meters(&root, configuration.mqtt)
        configuration.mqtt?.compatibility?.namesMeter = configuration.meters.count > 1
        configuration.tariff = tariff(
            root.mapping("tariff"),
            file: file,
            today: now.map { configuration.home.calendar.day(of: $0) }
        )
        configuration.webhooks = webhooks(&root, file: file)
        let around = AlertSurroundings(
            fuse: configuration.home.mainFuse,
            // What is wrong with the broker's address is said already.
            hasBroker: configuration.mqtt != nil || !problems.mistakes.isEmpty,
            webhooks: configuration.webhooks.map(\.name)
        )
        let rules = alerts(&root, around)
        configuration.alerts = rules ?? usualAlerts(around)
        configuration.hasUsualAlerts = rules == nil
        configuration.storage = storage(root.mapping("storage"))
        configuration.dashboard = dashboard(root.mapping("dashboard"))
        root.passOverWithoutEffect("prices")
        root.end()
        configuration.withoutEffect = problems.keysWithoutEffect
        guard problems.mistakes.isEmpty else {
            throw ConfigurationErrors(errors: problems.sortedMistakes)
        }
        return configuration
    }

    /// No configuration is longer, and no more values than these stand behind its aliases.
    private static let limits = YAMLLimits(bytes: 1_048_576, aliasedValues: 10_000)

    // MARK: - Sections

    private static func home(_ section: CheckedMapping) -> Configuration.Home {
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
        section.passOverWithoutEffect("price_area", "municipality")
        section.end()
        return home
    }

    private static func meters(
        _ root: inout CheckedMapping,
        _ mqtt: MQTTSettings?
    ) -> [Configuration.MeterSettings] {
        guard let sections = root.mappings("meters"), !sections.isEmpty else {
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
    private static func keys(_ section: inout CheckedMapping) -> CipherKeys? {
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
            section.mistake(
                "goes with key, the encryption key, which is missing",
                at: "authentication_key"
            )
        }
        guard let key else { return nil }
        return try? CipherKeys(encryptionHex: key, authenticationHex: authentication)
    }

    private static func storage(_ section: CheckedMapping) -> Configuration.StorageSettings {
        var section = section
        var storage = Configuration.StorageSettings()
        storage.path = section.text("path") ?? storage.path
        storage.minutesDays = section.integer("minutes_days", in: 1...36_500) ?? storage.minutesDays
        section.end()
        return storage
    }
}
