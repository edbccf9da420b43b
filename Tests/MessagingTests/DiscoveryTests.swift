import Civil
import Ledger
import Meters
import Testing

@testable import Messaging

@Suite struct DiscoveryTests {
    private let topics = Topics(base: "kilovakt", meterID: Example.meter.id)

    private func announcement(_ sensors: Set<Sensor>, _ language: Language = .en, commands: Bool = false)
        -> Message
    {
        Discovery(
            prefix: "homeassistant",
            softwareVersion: "1.2.3",
            names: SensorNames(language),
            takesCommands: commands
        )
        .announcement(of: Example.meter, sending: sensors, under: topics)
            ?? Message(topic: "", text: "{}", delivery: .live)
    }

    private func components(_ sensors: Set<Sensor>) -> [String: [String: Any]] {
        announcement(sensors).object["cmps"] as? [String: [String: Any]] ?? [:]
    }

    @Test("The announcement of a meter that sends power alone, to the letter") func golden() {
        let message = announcement([.power])
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
            // A sum that begins anew says when it did; the counters above never do.
            case "day_used", "day_produced", "month_used", "month_produced":
                #expect(stateClass == "total")
                #expect(component["last_reset_value_template"] != nil)
                continue
            case _ where isLive: #expect(stateClass == "measurement", "\(key)")
            default: #expect(stateClass == nil, "\(key)")
            }
            let topic = component["state_topic"] as? String ?? ""
            let expires = topic.hasSuffix("/live") || topic.hasSuffix("/hour")
            #expect((component["expire_after"] != nil) == expires, "\(key)")
            #expect(component["last_reset_value_template"] == nil, "\(key)")
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

    @Test("Each language has a name of its own for everything, and none twice", arguments: Language.allCases)
    func languages(_ language: Language) {
        let message = announcement(Set(Sensor.allCases), language, commands: true)
        let components = message.object["cmps"] as? [String: [String: Any]] ?? [:]
        let names = components.mapValues { $0["name"] as? String ?? "" }
        #expect(names.count == Sensor.allCases.count + Command.Name.allCases.count)
        #expect(Set(names.values).count == names.count)
        for (key, name) in names { #expect(name != key && name.first?.isUppercase == true, "\(key)") }
        let device = message.object["dev"] as? [String: Any]
        let words: [Language: [String?]] = [
            .nb: ["Strømmåler", "Strøm L1"], .nn: ["Straummålar", "Straum L1"],
            .en: ["Electricity meter", "Current L1"],
        ]
        #expect([device?["name"] as? String, names["current_l1"]] == words[language])
    }

    @Test("What can be set is announced only where it is taken, as a number within what is taken")
    func numbers() {
        #expect(components([.power])["target_kw"] == nil)
        let message = announcement([.power], commands: true)
        let components = message.object["cmps"] as? [String: [String: Any]] ?? [:]
        #expect(Set(components.keys) == ["power", "target_kw", "alert_pause"])
        let target = components["target_kw"] ?? [:]
        #expect(target["p"] as? String == "number")
        #expect(target["command_topic"] as? String == "kilovakt/\(Example.meter.id)/set/target_kw")
        #expect(target["state_topic"] as? String == "kilovakt/\(Example.meter.id)/target_kw")
        #expect([target["min"] as? Double, target["max"] as? Double] == [0.5, 1_000])
        #expect(target["entity_category"] as? String == "config")
        #expect(components["alert_pause"]?["max"] as? Int == 10_080)
    }

    @Test("What is looked at rarely is set apart, and an hour's quality is one of a few words")
    func categories() {
        let components = components(Set(Sensor.allCases))
        let diagnostic = components.filter { $0.value["entity_category"] as? String == "diagnostic" }.keys
        #expect(
            Set(diagnostic) == [
                "reactive_import", "reactive_export", "voltage_l1", "voltage_l2", "voltage_l3",
                "hour_quality",
                "list", "source",
            ]
        )
        #expect(components["hour_quality"]?["options"] as? [String] == HourQuality.allCases.map(\.rawValue))
        #expect(components["hour_quality"]?["device_class"] as? String == "enum")
    }

    @Test("Day and month have no sums of what the meter does not say") func sums() {
        #expect(Set<Sensor>.seen(in: Example.day()) == [.dayUsed, .monthUsed])
        #expect(
            Set<Sensor>.seen(in: Example.day(sendsExport: true))
                == [.dayUsed, .monthUsed, .dayProduced, .monthProduced]
        )
    }
}
