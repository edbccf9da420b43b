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
        let platform = "sensor"
        let uniqueID: String
        /// Not `object_id`, which Home Assistant 2026.4 does not know any more.
        let entityID: String
        let name: String
        let topic: String
        let template: String
        let deviceClass: String?
        let stateClass: String?
        let unit: String?
        let precision: Int?
        let expireAfter: Int?

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
        }
    }
}
