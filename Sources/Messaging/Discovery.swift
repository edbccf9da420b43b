import Ledger
import Meters

/// Announces a meter to Home Assistant, as one device with its sensors (its MQTT integration, "device discovery").
///
/// Unique ids come from the meter's number, so the device is the same whatever host reads it. Only what this meter really
/// sends is announced.
struct Discovery: Sendable {
    /// What this meter sends.
    struct Traits: Sendable, Equatable {
        /// It has a counter of energy drawn.
        var hasEnergy = false
        /// It has fed power into the grid, now or ever.
        var hasExport = false

        /// - Returns: true when something is new.
        mutating func learn(from live: LiveValues) -> Bool {
            let before = self
            if live.energyImportWh != nil { hasEnergy = true }
            if (live.energyExportWh ?? 0) > 0 || (live.reading.powerExportW ?? 0) > 0 { hasExport = true }
            return self != before
        }
    }

    private let id: String
    private let topic: String
    private let root: String
    private let statusTopic: String
    private let device: Device
    private let origin: Origin

    init(meter: MeterIdentity, prefix: String, root: String, statusTopic: String, softwareVersion: String) {
        id = "kilovakt_\(topicName(meter.id))"
        topic = "\(prefix)/device/\(id)/config"
        self.root = root
        self.statusTopic = statusTopic
        device = Device(
            identifiers: [id],
            name: "Strømmåler",
            manufacturer: meter.make.rawValue,
            model: meter.model,
            serial_number: meter.id
        )
        origin = Origin(sw_version: softwareVersion)
    }

    func announcement(of traits: Traits) -> Publication {
        let config = Configuration(
            device: device,
            origin: origin,
            components: components(traits),
            availability_topic: statusTopic
        )
        return Publication(topic: topic, payload: json(config), isRetained: true)
    }

    // MARK: - Sensors

    private func components(_ traits: Traits) -> [String: Component] {
        var sensors = [
            sensor("power", "Power", "live", "power_w", .power, .measurement, "W", expireAfter: 60),
            sensor("hour_used", "Hour used", "hour", "used_kwh", .energy, nil, "kWh", expireAfter: 120),
            sensor(
                "hour_expected",
                "Hour expected",
                "hour",
                "expected_kwh",
                .energy,
                nil,
                "kWh",
                expireAfter: 120
            ),
            sensor("hour_limit", "Hour limit", "hour", "limit_kwh", .energy, nil, "kWh", expireAfter: 120),
            sensor("budget", "Budget", "hour", "budget_w", .power, .measurement, "W", expireAfter: 120),
            sensor("peak_mean", "Mean of peaks", "month", "mean_kw", .power, nil, "kW"),
            sensor("step", "Capacity step", "month", "step", nil, nil, nil),
            sensor("step_to", "Capacity step upper bound", "month", "step_to_kw", .power, nil, "kW"),
        ]
        sensors += (0..<3).map(peak)
        if traits.hasEnergy {
            sensors.append(sensor("import", "Energy import", "live", "import_kwh", .energy, .total, "kWh"))
        }
        if traits.hasExport {
            sensors.append(
                sensor(
                    "export_power",
                    "Export",
                    "live",
                    "export_w",
                    .power,
                    .measurement,
                    "W",
                    expireAfter: 60
                )
            )
            if traits.hasEnergy {
                sensors.append(
                    sensor("export", "Energy export", "live", "export_kwh", .energy, .total, "kWh")
                )
            }
        }
        return Dictionary(uniqueKeysWithValues: sensors)
    }

    private func sensor(
        _ key: String,
        _ name: String,
        _ topic: String,
        _ field: String,
        _ deviceClass: Component.DeviceClass?,
        _ stateClass: Component.StateClass?,
        _ unit: String?,
        expireAfter: Int? = nil
    ) -> (String, Component) {
        // `this.state` keeps the sensor where it is when a message leaves the value out.
        let fallback = stateClass == .total ? "this.state" : "none"
        return component(
            key,
            name,
            topic,
            "{{ value_json.\(field) | default(\(fallback)) }}",
            deviceClass,
            stateClass,
            unit,
            expireAfter
        )
    }

    private func peak(_ index: Int) -> (String, Component) {
        let template = "{{ value_json.peaks[\(index)].kwh if value_json.peaks | count > \(index) else none }}"
        return component(
            "peak_\(index + 1)",
            "Peak \(index + 1)",
            "month",
            template,
            .energy,
            nil,
            "kWh",
            nil
        )
    }

    private func component(
        _ key: String,
        _ name: String,
        _ topic: String,
        _ template: String,
        _ deviceClass: Component.DeviceClass?,
        _ stateClass: Component.StateClass?,
        _ unit: String?,
        _ expireAfter: Int?
    ) -> (String, Component) {
        let component = Component(
            unique_id: "\(id)_\(key)",
            default_entity_id: "sensor.\(id.lowercased())_\(key)",
            name: name,
            state_topic: "\(root)/\(topic)",
            value_template: template,
            device_class: deviceClass,
            state_class: stateClass,
            unit_of_measurement: unit,
            expire_after: expireAfter
        )
        return (key, component)
    }
}

// MARK: - Home Assistant's keys

extension Discovery {
    struct Configuration: Encodable {
        var device: Device
        var origin: Origin
        var components: [String: Component]
        var availability_topic: String
    }

    struct Device: Encodable, Sendable {
        var identifiers: [String]
        var name: String
        var manufacturer: String
        var model: String
        var serial_number: String
    }

    struct Origin: Encodable, Sendable {
        var name = "kilovakt"
        var sw_version: String
        var support_url = "https://github.com/kilovakt/kilovakt"
    }

    struct Component: Encodable {
        enum DeviceClass: String, Encodable {
            case power
            case energy
        }

        enum StateClass: String, Encodable {
            case measurement
            case total
        }

        var platform = "sensor"
        var unique_id: String
        var default_entity_id: String
        var name: String
        var state_topic: String
        var value_template: String
        var device_class: DeviceClass?
        var state_class: StateClass?
        var unit_of_measurement: String?
        var expire_after: Int?
    }
}
