import Alerts

extension ConfigurationFile {
    /// The rules, each told of what is wrong with it.
    ///
    /// Without a word of alerts in the file: warn everyone there is before the hour passes its limit.
    static func alerts(_ root: inout ConfigurationSection, webhooks: [String]) -> [AlertRule] {
        guard let sections = root.sections("alerts") else {
            return [try? AlertRule(.hourForecast(probability: 0.8), to: webhooks)].compactMap { $0 }
        }
        return sections.compactMap { alert($0, webhooks: webhooks) }
    }

    private static func alert(_ section: ConfigurationSection, webhooks: [String]) -> AlertRule? {
        var section = section
        let kind = kind(&section)
        let name = section.text("name")
        let hold = length("for", &section) ?? 0
        let coolDown = length("cool_down", &section)
        let quiet = section.value("quiet") { text throws(AlertRuleError) in try QuietHours(parsing: text) }
        let recipients = recipients(&section, webhooks: webhooks)
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
            section.complain(error.description, about: error.setting)
            return nil
        }
    }

    private static func kind(_ section: inout ConfigurationSection) -> AlertRule.Kind? {
        switch section.choice("rule", of: ["hour_forecast", "power_above"]) {
        case "hour_forecast":
            return .hourForecast(probability: section.number("probability", in: 0.05...1) ?? 0.8)
        case "power_above":
            let hysteresisW = section.integer("hysteresis_w", in: 0...1_000_000)
            guard let watts = section.integer("watts", in: 1...1_000_000) else {
                if !section.contains("watts") {
                    section.complain("missing; power in W to warn above", about: "watts")
                }
                return nil
            }
            return .powerAbove(watts: watts, hysteresisW: hysteresisW)
        default:
            if !section.contains("rule") {
                section.complain("missing; allowed: hour_forecast, power_above", about: "rule")
            }
            return nil
        }
    }

    private static func recipients(_ section: inout ConfigurationSection, webhooks: [String]) -> [String] {
        let recipients = section.texts("to") ?? webhooks
        let unknown = recipients.filter { !webhooks.contains($0) }
        if !unknown.isEmpty {
            let known = webhooks.isEmpty ? "there are none" : webhooks.joined(separator: ", ")
            section.complain(
                "no such webhook: \(unknown.joined(separator: ", ")); known: \(known)",
                about: "to"
            )
        }
        return recipients
    }

    private static func length(_ key: String, _ section: inout ConfigurationSection) -> Int? {
        section.value(key) { text throws(AlertRuleError) in
            try TimeSpan(parsing: text, setting: key)
        }?.seconds
    }
}
