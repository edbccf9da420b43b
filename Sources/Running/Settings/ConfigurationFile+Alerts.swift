import Alerts
import CheckedYAML

extension ConfigurationFile {
    /// What rules lean on, of the rest of the file.
    struct AlertSurroundings {
        /// `nil` where it is not said how large the main fuse is.
        var fuse: MainFuse?
        var hasBroker: Bool
        var webhooks: [String]
    }

    /// The rules, each told of what is wrong with it; without a word of alerts in the file the usual ones, to everyone
    /// there is.
    ///
    /// - Returns: `nil` for the usual ones.
    static func alerts(_ root: inout CheckedMapping, _ around: AlertSurroundings) -> [AlertRule]? {
        root.mappings("alerts").map { $0.compactMap { alert($0, around) } }
    }

    /// Warn before the hour passes its limit, before the main fuse blows, and when the meter falls silent.
    static func usualAlerts(_ around: AlertSurroundings) -> [AlertRule] {
        var kinds: [AlertRule.Kind] = [.hourForecast(probability: 0.8), .meterSilent]
        if let fuse = around.fuse { kinds.insert(.phaseAbove(fuse: fuse), at: 1) }
        return kinds.compactMap { try? AlertRule($0, to: around.webhooks) }
    }

    private static func alert(_ section: CheckedMapping, _ around: AlertSurroundings) -> AlertRule? {
        var section = section
        let kind = kind(&section, around)
        let name = section.text("name")
        let hold = length("for", &section)
        let coolDown = length("cool_down", &section)
        let quiet = section.value("quiet") { text throws(AlertRuleError) in try QuietHours(parsing: text) }
        let recipients = recipients(&section, webhooks: around.webhooks)
        section.end()
        guard let kind else { return nil }
        do throws(AlertRuleError) {
            return try AlertRule(
                kind,
                name: name,
                holdSeconds: hold,
                quiet: quiet,
                coolDownSeconds: coolDown,
                to: recipients
            )
        } catch {
            section.mistake(error.description, at: error.setting)
            return nil
        }
    }

    private static func kind(_ section: inout CheckedMapping, _ around: AlertSurroundings)
        -> AlertRule.Kind?
    {
        let names = AlertRule.Kind.names
        guard let name = section.choice("rule", of: names) else {
            if !section.contains("rule") {
                section.mistake("missing; allowed: \(names.joined(separator: ", "))", at: "rule")
            }
            // What else stands there cannot be judged without it.
            section.passOverAll()
            return nil
        }
        return switch name {
        case "power_above": powerAbove(&section)
        case "phase_above": phaseAbove(&section, around.fuse)
        case "voltage_outside": voltageOutside(&section)
        case "day_above": dayAbove(&section)
        case "meter_silent": .meterSilent
        case "hour_list_overdue": .hourListOverdue(hours: section.integer("hours", in: 1...168) ?? 3)
        case "clock_drift": .clockDrift(seconds: section.integer("seconds", in: 10...1_700) ?? 120)
        case "broker_away": brokerAway(section, around)
        case "disk_low": diskLow(&section)
        default: .hourForecast(probability: section.number("probability", in: 0.05...1) ?? 0.8)
        }
    }

    // MARK: - Kinds

    private static func powerAbove(_ section: inout CheckedMapping) -> AlertRule.Kind? {
        let hysteresisW = section.integer("hysteresis_w", in: 0...1_000_000)
        guard let watts = section.integer("watts", in: 1...1_000_000) else {
            if !section.contains("watts") {
                section.mistake("missing; power in W to warn above", at: "watts")
            }
            return nil
        }
        return .powerAbove(watts: watts, hysteresisW: hysteresisW)
    }

    private static func phaseAbove(_ section: inout CheckedMapping, _ fuse: MainFuse?)
        -> AlertRule.Kind?
    {
        let share = section.number("share", in: 0.1...3) ?? 0.9
        let hysteresisShare = section.number("hysteresis_share", in: 0...3)
        guard let fuse else {
            section.mistake("needs home.main_fuse_amps, which is missing", at: "rule")
            return nil
        }
        return .phaseAbove(share: share, hysteresisShare: hysteresisShare, fuse: fuse)
    }

    private static func voltageOutside(_ section: inout CheckedMapping) -> AlertRule.Kind {
        .voltageOutside(
            lowV: section.integer("low_v", in: 100...229) ?? 207,
            highV: section.integer("high_v", in: 231...400) ?? 253,
            hysteresisV: section.integer("hysteresis_v", in: 0...170)
        )
    }

    private static func dayAbove(_ section: inout CheckedMapping) -> AlertRule.Kind? {
        guard let kilowattHours = section.number("kwh", in: 0.1...100_000) else {
            if !section.contains("kwh") { section.mistake("missing; kWh a day to warn above", at: "kwh") }
            return nil
        }
        return .dayAbove(wattHours: Int((kilowattHours * 1_000).rounded()))
    }

    private static func brokerAway(_ section: CheckedMapping, _ around: AlertSurroundings)
        -> AlertRule.Kind?
    {
        guard around.hasBroker else {
            section.mistake("MQTT is off: there is no broker to watch", at: "rule")
            return nil
        }
        return .brokerAway
    }

    private static func diskLow(_ section: inout CheckedMapping) -> AlertRule.Kind {
        .diskLow(
            freeMB: section.integer("free_mb", in: 1...1_000_000) ?? 200,
            hysteresisMB: section.integer("hysteresis_mb", in: 0...1_000_000)
        )
    }

    // MARK: - What all have

    private static func recipients(_ section: inout CheckedMapping, webhooks: [String]) -> [String] {
        let recipients = section.texts("to") ?? webhooks
        let unknown = recipients.filter { !webhooks.contains($0) }
        if !unknown.isEmpty {
            let known = webhooks.isEmpty ? "there are none" : webhooks.joined(separator: ", ")
            section.mistake(
                "no such webhook: \(unknown.joined(separator: ", ")); known: \(known)",
                at: "to"
            )
        }
        return recipients
    }

    private static func length(_ key: String, _ section: inout CheckedMapping) -> Int? {
        section.seconds(key)
    }
}
