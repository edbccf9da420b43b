import Broker
import CheckedYAML
import Civil
import Messaging
import Ports

// Topics of others: read from, and published for programs that know them.
extension ConfigurationFile {
    /// The broker that a meter's topic is read from, and as whom.
    ///
    /// - Parameter mqtt: the broker that everything is published to; also the one of a source without a host.
    static func readTopic(
        _ section: inout CheckedMapping,
        of meter: inout Configuration.MeterSettings,
        _ mqtt: MQTTSettings?
    ) {
        var login = BrokerLogin(
            user: section.text("user"),
            password: section.value("password", Secret.read),
            authorityFile: section.text("authority_file")
        )
        guard case .mqtt(let topic, let broker?)? = meter.source else {
            for key in ["user", "password", "authority_file"] where section.contains(key) {
                section.mistake(
                    "needs a source that names its broker, such as mqtt://host:1883/topic",
                    at: key
                )
            }
            if case .mqtt(let topic, nil)? = meter.source { readOwnBroker(&section, topic, of: &meter, mqtt) }
            return
        }
        if section.contains("password"), !section.contains("user") {
            section.mistake("needs user, which is missing", at: "password")
        }
        login.keys = .meter
        meter.login = login
        if let mqtt, mqtt.broker.host == broker.host, mqtt.broker.port == broker.port {
            check(topic, &section, mqtt)
        }
    }

    private static func readOwnBroker(
        _ section: inout CheckedMapping,
        _ topic: String,
        of meter: inout Configuration.MeterSettings,
        _ mqtt: MQTTSettings?
    ) {
        guard let mqtt else {
            section.mistake(
                "without a host it needs mqtt.url; or give mqtt://host:1883/topic",
                at: "source"
            )
            return
        }
        meter.source = .mqtt(topic: topic, broker: mqtt.broker)
        meter.login = mqtt.login
        check(topic, &section, mqtt)
    }

    /// What kilovakt publishes under, nobody else should: it would hear itself, or two of them speak of one meter.
    private static func check(_ topic: String, _ section: inout CheckedMapping, _ mqtt: MQTTSettings) {
        let bases = [
            ("mqtt.base", mqtt.baseTopic), ("mqtt.amsreader_base", mqtt.compatibility?.amsreaderBase),
        ]
        for case (let key, let base?) in bases where topic == base || topic.hasPrefix("\(base)/") {
            section.mistake(
                "\(topic) is under \(base), where this kilovakt publishes: it would hear itself; give \(key) another name",
                at: "source"
            )
        }
    }

    /// What is published besides for programs that know other topics.
    ///
    /// - Parameter ours: what our own topics begin with.
    static func compatibility(
        _ section: inout CheckedMapping,
        beside ours: String?,
        _ calendar: LocalCalendar
    ) -> Compatibility? {
        let names = section.texts("compatibility") ?? []
        let base = section.value("amsreader_base", topicBase)
        for name in names where !["amsreader", "tibber"].contains(name) {
            section.mistake("\(NotAllowed(name, "amsreader, tibber"))", at: "compatibility")
        }
        if section.contains("amsreader_base"), !names.contains("amsreader") {
            section.mistake("needs compatibility: [amsreader]", at: "amsreader_base")
        }
        guard !names.isEmpty else { return nil }
        var settings = Compatibility(calendar: calendar)
        settings.amsreaderBase = names.contains("amsreader") ? base ?? "amsreader" : nil
        settings.publishesLiveMeasurement = names.contains("tibber")
        if let ours, settings.amsreaderBase == ours {
            section.mistake("is our own base too: their status topics would be one", at: "amsreader_base")
        }
        return settings
    }
}
