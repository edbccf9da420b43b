import Alerts
import Ciphering
import Foundation
import HTTPClient
import Ledger
import Messaging
import Ports
import Yams

/// Reads the configuration from its file.
enum ConfigurationFile {
    static let defaultPath = "/etc/kilovakt/kilovakt.yaml"

    /// - Parameter path: as given on the command line; `nil` takes the default file, and all defaults where there is none.
    static func load(_ path: String?) throws -> Configuration {
        guard let path = path ?? (FileManager.default.fileExists(atPath: defaultPath) ? defaultPath : nil)
        else {
            return try read("", file: "")
        }
        let text = String(decoding: try FileBytes.read(path), as: UTF8.self)
        return try read(text, file: path)
    }

    /// - Throws: `ConfigurationErrors` with everything that is wrong.
    static func read(_ text: String, file: String) throws -> Configuration {
        let problems = ConfigurationProblems(file: file)
        var root = ConfigurationSection(try node(text, file: file), path: "", problems: problems)
        var configuration = Configuration()
        configuration.home = home(root.section("home"))
        configuration.mqtt = mqtt(root.section("mqtt"), configuration.home.calendar)
        configuration.meters = meters(&root, configuration.mqtt)
        configuration.mqtt?.compatibility?.namesMeter = configuration.meters.count > 1
        configuration.tariff = tariff(root.section("tariff"), file: file)
        configuration.webhooks = (root.sections("webhooks") ?? []).compactMap(webhook)
        configuration.alerts = alerts(&root, webhooks: configuration.webhooks.map(\.name))
        configuration.storage = storage(root.section("storage"))
        root.withoutEffect("prices", "dashboard")
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

    private static func mqtt(_ section: ConfigurationSection, _ calendar: LocalCalendar) -> MQTTSettings? {
        var section = section
        let url = section.text("url") ?? "mqtt://localhost:1883"
        var settings: MQTTSettings?
        if url != "off" {
            settings = section.value("url") { text throws(MQTTSettingsError) in try MQTTSettings(url: text) }
            if !section.contains("url") { settings = try? MQTTSettings(url: url) }
        }
        settings?.baseTopic = section.value("base", topicBase) ?? "kilovakt"
        let user = section.text("user")
        let password = section.value("password", Secret.read)
        if let user { settings?.user = user }
        if let password { settings?.password = password }
        settings?.authorityFile = section.text("authority_file")
        settings?.clientID = section.text("client_id") ?? MQTTSettings.clientID(from: Host.identifier)
        settings?.certificateFile = section.text("certificate_file")
        settings?.keyFile = section.text("key_file")
        let discovery = section.text("discovery") ?? "homeassistant"
        settings?.discoveryPrefix = discovery == "off" ? nil : discovery
        settings?.publishesRawFrames = section.choice("raw", of: ["true", "false"]) == "true"
        let compatibility = compatibility(&section, beside: settings?.baseTopic, calendar)
        settings?.compatibility = compatibility
        section.end()
        do throws(MQTTSettingsError) {
            try settings?.validate()
        } catch {
            section.complain(error.description, about: "url")
        }
        return settings
    }

    static func topicBase(_ text: String) throws -> String {
        guard !text.contains("+"), !text.contains("#"), !text.hasSuffix("/"), !text.hasPrefix("/") else {
            throw NotAllowed(text, "a topic without + and #, that neither begins nor ends with /")
        }
        return text
    }

    private static func webhook(_ section: ConfigurationSection) -> Webhook? {
        var section = section
        let name = section.text("name")
        let url = section.value("url", Secret.read)
        let secret = section.value("secret", Secret.read)
        let authority = section.text("authority_file")
        _ = section.choice("template", of: ["json"])
        section.end()
        if !section.contains("name") {
            section.complain("missing; alerts name their webhooks by it", about: "name")
        }
        if !section.contains("url") { section.complain("missing; where the alert is posted", about: "url") }
        guard let name, let url else { return nil }
        do throws(HTTPError) {
            return try Webhook(name: name, url: url, secret: secret.map { Array($0.utf8) }, caFile: authority)
        } catch {
            section.complain(error.description, about: "url")
            return nil
        }
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
