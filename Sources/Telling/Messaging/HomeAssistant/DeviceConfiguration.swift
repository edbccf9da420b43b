import Meters

/// The payload of `homeassistant/device/<id>/config`, by Home Assistant's keys and abbreviations.
struct DeviceConfiguration: Encodable {
    let device: Device
    let origin: Origin
    let availability: [Availability]
    let components: [String: Component]

    enum CodingKeys: String, CodingKey {
        case availability
        case device = "dev"
        case origin = "o"
        case components = "cmps"
    }

    struct Device: Encodable {
        let ids: [String]
        let name: String
        let manufacturer: String
        let model: String
        let serialNumber: String
        /// The version of the meter's list is all that it says of its software.
        let softwareVersion: String

        enum CodingKeys: String, CodingKey {
            case ids, name
            case manufacturer = "mf"
            case model = "mdl"
            case serialNumber = "sn"
            case softwareVersion = "sw"
        }

        init(meter: MeterIdentity, id: String, name: String) {
            ids = [id]
            self.name = name
            manufacturer = meter.make.rawValue
            model = meter.model
            serialNumber = meter.id
            softwareVersion = meter.list
        }
    }

    /// Who announces; Home Assistant wants it for a device.
    struct Origin: Encodable {
        let name = "kilovakt"
        let version: String
        let address = "https://github.com/kilovakt/kilovakt"

        enum CodingKeys: String, CodingKey {
            case name
            case version = "sw"
            case address = "url"
        }
    }

    /// `online` and `offline` are Home Assistant's defaults.
    struct Availability: Encodable {
        let topic: String
    }

    struct Component: Encodable {
        var platform = "sensor"
        let uniqueID: String
        /// Not `object_id`, which Home Assistant 2026.4 does not know any more.
        let entityID: String
        let name: String
        let topic: String
        let template: String
        var deviceClass: String?
        var stateClass: String?
        var unit: String?
        var precision: Int?
        var expireAfter: Int?
        var lastReset: String?
        var options: [String]?
        var category: String?
        var command: Command?

        /// Of a number that can be set.
        struct Command {
            let topic: String
            let min: Double
            let max: Double
            let step: Double
        }

        enum CodingKeys: String, CodingKey {
            case name
            case platform = "p"
            case uniqueID = "unique_id"
            case entityID = "default_entity_id"
            case topic = "state_topic"
            case template = "value_template"
            case deviceClass = "device_class"
            case stateClass = "state_class"
            case unit = "unit_of_measurement"
            case precision = "suggested_display_precision"
            case expireAfter = "expire_after"
            case lastReset = "last_reset_value_template"
            case category = "entity_category"
            case options, min, max, step, mode
            case commandTopic = "command_topic"
        }

        func encode(to encoder: any Encoder) throws {
            var values = encoder.container(keyedBy: CodingKeys.self)
            try values.encode(platform, forKey: .platform)
            try values.encode(uniqueID, forKey: .uniqueID)
            try values.encode(entityID, forKey: .entityID)
            try values.encode(name, forKey: .name)
            try values.encode(topic, forKey: .topic)
            try values.encode(template, forKey: .template)
            try values.encodeIfPresent(deviceClass, forKey: .deviceClass)
            try values.encodeIfPresent(stateClass, forKey: .stateClass)
            try values.encodeIfPresent(unit, forKey: .unit)
            try values.encodeIfPresent(precision, forKey: .precision)
            try values.encodeIfPresent(expireAfter, forKey: .expireAfter)
            try values.encodeIfPresent(lastReset, forKey: .lastReset)
            try values.encodeIfPresent(options, forKey: .options)
            try values.encodeIfPresent(category, forKey: .category)
            guard let command else { return }
            try values.encode(command.topic, forKey: .commandTopic)
            try values.encode(command.min, forKey: .min)
            try values.encode(command.max, forKey: .max)
            try values.encode(command.step, forKey: .step)
            try values.encode("box", forKey: .mode)
        }
    }
}
