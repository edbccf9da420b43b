import Civil
import Meters
import Telling

/// Announces a meter to Home Assistant as one device with its sensors (device-based MQTT discovery).
///
/// All ids come from the meter's number: the device is the same whichever host reads it.
struct Discovery: Sendable {
    let prefix: String
    let softwareVersion: String
    var names = SensorNames(.nb)
    /// Whether what can be set is announced too.
    var takesCommands = false

    /// Where Home Assistant says `online` when it has started.
    var birthTopic: String { "\(prefix)/status" }

    func announcement(
        of meter: MeterIdentity,
        sending sensors: Set<Sensor>,
        under topics: Topics
    ) -> Message? {
        let id = deviceID(topics)
        let components =
            sensors.map { ($0.rawValue, component($0, id: id, topics: topics)) }
            + (takesCommands ? Command.Name.allCases.map { ($0.rawValue, number($0, id, topics)) } : [])
        let configuration = DeviceConfiguration(
            device: .init(meter: meter, id: id, name: names.device),
            origin: .init(version: softwareVersion),
            availability: [.init(topic: Topics.status(base: topics.base))],
            components: Dictionary(uniqueKeysWithValues: components)
        )
        return Message(topic: topic(of: topics), json: configuration, delivery: .retained)
    }

    /// Where a meter is announced.
    func topic(of topics: Topics) -> String { "\(prefix)/device/\(deviceID(topics))/config" }

    private func deviceID(_ topics: Topics) -> String { "kilovakt_\(topics.meter)" }

    /// Entity ids are lower case, letters, digits and _.
    private func entityID(_ domain: String, _ id: String, _ key: String) -> String {
        "\(domain).\(id.lowercased().replacing("-", with: "_"))_\(key)"
    }

    /// What can be set: it has no values of the meter, and so no expiry.
    private func number(_ name: Command.Name, _ id: String, _ topics: Topics)
        -> DeviceConfiguration.Component
    {
        let isTarget = name == .target
        return DeviceConfiguration.Component(
            platform: "number",
            uniqueID: "\(id)_set_\(name.rawValue)",
            entityID: entityID("number", id, name.rawValue),
            name: names[name],
            topic: topics[isTarget ? .targetKW : .alertPause],
            // Home Assistant takes the word None for a number that is not known.
            template: isTarget
                ? "{{ value if value != 'none' else 'None' }}" : "{{ value_json.minutes | default(0) }}",
            deviceClass: isTarget ? "power" : "duration",
            unit: isTarget ? "kW" : "min",
            category: "config",
            command: .init(
                topic: topics.set(name),
                min: isTarget ? Command.targetKW.lowerBound : Double(Command.pauseMinutes.lowerBound),
                max: isTarget ? Command.targetKW.upperBound : Double(Command.pauseMinutes.upperBound),
                step: isTarget ? 0.1 : 1
            )
        )
    }

    private func component(_ sensor: Sensor, id: String, topics: Topics) -> DeviceConfiguration.Component {
        let (kind, source) = sensor.definition
        return DeviceConfiguration.Component(
            uniqueID: "\(id)_\(sensor.rawValue)",
            entityID: entityID("sensor", id, sensor.rawValue),
            name: names[sensor],
            topic: topics[source.topic],
            template: source.template,
            deviceClass: kind.deviceClass,
            stateClass: kind.stateClass,
            unit: kind.unit,
            precision: kind.precision,
            expireAfter: source.expireAfter,
            // Home Assistant takes it with a sum alone.
            lastReset: kind == .periodEnergy ? source.lastReset : nil,
            options: kind.options,
            category: sensor.isDiagnostic ? "diagnostic" : nil
        )
    }
}
