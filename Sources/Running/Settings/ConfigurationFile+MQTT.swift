import Broker
import CheckedYAML
import Messaging

extension ConfigurationFile {
    static func mqtt(_ section: CheckedMapping, home: Configuration.Home) -> MQTTSettings? {
        var section = section
        let url = section.text("url") ?? "mqtt://localhost:1883"
        var settings: MQTTSettings?
        if url != "off" {
            settings = section.value("url") { text throws(BrokerURLError) in try MQTTSettings(url: text) }
            if !section.contains("url") { settings = try? MQTTSettings(url: url) }
        }
        settings?.baseTopic = section.value("base", topicBase) ?? "kilovakt"
        let user = section.text("user")
        let password = section.value("password", Secret.read)
        if let user { settings?.login.user = user }
        if let password { settings?.login.password = password }
        settings?.login.authorityFile = file(&section, "ca", or: "authority_file")
        settings?.clientID = section.text("client_id") ?? ClientID.stable(from: Host.identifier)
        settings?.login.certificateFile = file(&section, "certificate", or: "certificate_file")
        settings?.login.keyFile = file(&section, "key", or: "key_file")
        settings?.takesCommands = section.flag("commands") ?? false
        settings?.language = home.language
        settings?.calendar = home.calendar
        let discovery = section.text("discovery") ?? "homeassistant"
        settings?.discoveryPrefix = discovery == "off" ? nil : discovery
        settings?.publishesRawFrames = section.flag("raw") ?? false
        let compatibility = compatibility(&section, beside: settings?.baseTopic, home.calendar)
        settings?.compatibility = compatibility
        section.end()
        do throws(MQTTSettingsError) {
            try settings?.validate()
        } catch {
            section.mistake(error.description, at: "url")
        }
        return settings
    }

    /// A PEM file, by the key's name or the longer one that it had before.
    private static func file(_ section: inout CheckedMapping, _ key: String, or before: String)
        -> String?
    {
        let (short, long) = (section.text(key), section.text(before))
        if short != nil, long != nil { section.mistake("the same as \(key); leave it out", at: before) }
        return short ?? long
    }

    static func topicBase(_ text: String) throws -> String {
        guard !text.contains("+"), !text.contains("#"), !text.hasSuffix("/"), !text.hasPrefix("/") else {
            throw NotAllowed(text, "a topic without + and #, that neither begins nor ends with /")
        }
        return text
    }
}
