import Ledger
import Meters
import Testing

@testable import Messaging

@Suite struct DiscoveryTests {
    private let topics = Topics(base: "kilovakt", meterID: Example.meter.id)

    private func announcement(_ sensors: Set<Sensor>) -> Message {
        Discovery(prefix: "homeassistant", softwareVersion: "1.2.3")
            .announcement(of: Example.meter, sending: sensors, under: topics)
    }

    private func components(_ sensors: Set<Sensor>) -> [String: [String: Any]] {
        announcement(sensors).object["cmps"] as? [String: [String: Any]] ?? [:]
    }

    @Test("The announcement of a meter that sends power alone, to the letter") func golden() {
        let message = announcement(.seen(in: Example.powerAlone))
        #expect(message.topic == "homeassistant/device/kilovakt_5706567202753025/config")
        #expect(message.delivery == .retained)
        #expect(
            message.text == """
                {"availability":[{"topic":"kilovakt/status"}],"cmps":{"power":{\
                "default_entity_id":"sensor.kilovakt_5706567202753025_power","device_class":"power","expire_after":60,\
                "name":"Power","p":"sensor","state_class":"measurement","state_topic":"kilovakt/5706567202753025/live",\
                "suggested_display_precision":0,"unique_id":"kilovakt_5706567202753025_power","unit_of_measurement":"W",\
                "value_template":"{{ value_json.power_w | default('') }}"}},"dev":{"ids":["kilovakt_5706567202753025"],\
                "mdl":"6841131BN243101040","mf":"Kamstrup","name":"Electricity meter","sn":"5706567202753025",\
                "sw":"Kamstrup_V0001"},"o":{"name":"kilovakt","sw":"1.2.3","url":"https://github.com/kilovakt/kilovakt"}}
                """
        )
    }

    @Test(
        "Every sensor has a name, an id of its own from the meter's number, and a template that bears a missing key"
    )
    func rules() {
        let components = components(Set(Sensor.allCases))
        #expect(components.count == Sensor.allCases.count)
        #expect(
            Set(components.values.compactMap { $0["unique_id"] as? String }).count == components.count
        )
        #expect(Set(components.values.compactMap { $0["name"] as? String }).count == components.count)
        for (key, component) in components {
            #expect(component["unique_id"] as? String == "kilovakt_\(Example.meter.id)_\(key)")
            #expect(
                component["default_entity_id"] as? String == "sensor.kilovakt_\(Example.meter.id)_\(key)"
            )
            #expect(component["object_id"] == nil)
            #expect(component["name"] as? String != key)
            let template = component["value_template"] as? String ?? ""
            #expect(template.contains("default(") || template.contains("is defined else"), "\(key)")
        }
    }

    @Test("Counters alone are totals, only what is measured has statistics, and what is live expires")
    func classes() {
        for (key, component) in components(Set(Sensor.allCases)) {
            let stateClass = component["state_class"] as? String
            let isLive = (component["state_topic"] as? String)?.hasSuffix("/live") == true
            switch key {
            case "import_energy", "export_energy": #expect(stateClass == "total")
            case _ where isLive: #expect(stateClass == "measurement", "\(key)")
            default: #expect(stateClass == nil, "\(key)")
            }
            let isMonth = (component["state_topic"] as? String)?.hasSuffix("/month") == true
            #expect((component["expire_after"] != nil) == !isMonth, "\(key)")
        }
    }

    @Test(
        "Units go with their classes",
        arguments: [
            ("power", "power", "W"), ("export_power", "power", "W"), ("import_energy", "energy", "kWh"),
            ("hour_used", "energy", "kWh"), ("hour_limit", "energy", "kWh"), ("budget", "power", "W"),
            ("month_mean", "power", "kW"), ("peak_1", "energy", "kWh"), ("voltage_l1", "voltage", "V"),
            ("current_l3", "current", "A"), ("reactive_import", "reactive_power", "var"),
        ]
    )
    func units(_ key: String, _ deviceClass: String, _ unit: String) {
        let component = components(Set(Sensor.allCases))[key]
        #expect(component?["device_class"] as? String == deviceClass)
        #expect(component?["unit_of_measurement"] as? String == unit)
    }

    @Test(
        "What the meter does not send is not announced: no export, no L2 in an IT net, no limit on the last step"
    )
    func absent() {
        var live = Example.live
        live.reading.powerExportW = nil
        live.energyExportWh = nil
        live.reading.currentMA.l2 = nil
        let sensors = Set<Sensor>.seen(in: live)
        #expect(sensors.isDisjoint(with: [.exportPower, .exportEnergy, .currentL2]))
        #expect(sensors.isSuperset(of: [.power, .importEnergy, .currentL1, .currentL3, .voltageL2]))
        #expect(!Set<Sensor>.seen(in: Example.hour(limitWh: nil)).contains(.hourLimit))
        #expect(Set<Sensor>.seen(in: Example.month(peaks: 2)) == [.monthMean, .step, .peak1, .peak2])
    }
}
