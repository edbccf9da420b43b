import Meters
import Payloads

/// Announces a meter to Home Assistant as one device with its sensors (device-based MQTT discovery).
///
/// All ids come from the meter's number: the device is the same whichever host reads it.
struct Discovery: Sendable {
    let prefix: String
    let softwareVersion: String
    var names = SensorNames.english

    /// Where Home Assistant says `online` when it has started.
    var birthTopic: String { "\(prefix)/status" }

    func announcement(
        of meter: MeterIdentity,
        sending sensors: Set<Sensor>,
        under topics: Topics
    ) -> Message {
        let id = "kilovakt_\(topics.meter)"
        let components = sensors.map { ($0.rawValue, component($0, id: id, topics: topics)) }
        let configuration = DeviceConfiguration(
            device: .init(meter: meter, id: id, name: names.device),
            origin: .init(version: softwareVersion),
            availability: [.init(topic: Topics.status(base: topics.base))],
            components: Dictionary(uniqueKeysWithValues: components)
        )
        return Message(
            topic: "\(prefix)/device/\(id)/config",
            payload: PayloadJSON.bytes(configuration),
            delivery: .retained
        )
    }

    private func component(_ sensor: Sensor, id: String, topics: Topics) -> DeviceConfiguration.Component {
        let (kind, source) = sensor.definition
        return DeviceConfiguration.Component(
            uniqueID: "\(id)_\(sensor.rawValue)",
            // Entity ids are lower case, letters, digits and _.
            entityID: "sensor.\(id.lowercased().replacing("-", with: "_"))_\(sensor.rawValue)",
            name: names[sensor],
            topic: topics[source.topic],
            template: source.template,
            deviceClass: kind.deviceClass,
            stateClass: kind.stateClass,
            unit: kind.unit,
            precision: kind.precision,
            expireAfter: source.expireAfter
        )
    }
}
