import Alerts

extension ConfigurationFile {
    /// Without a word of alerts in the file: warn before the hour passes its limit.
    static let defaultAlerts = [AlertRule(.hourForecast(probability: 0.8))]

    static func alerts(_ root: inout ConfigurationSection, webhooks: [String]) -> [AlertRule] {
        guard let sections = root.sections("alerts") else {
            var rules = defaultAlerts
            rules[0].recipients = webhooks
            return rules
        }
        return sections.compactMap { alert($0, webhooks: webhooks) }
    }

    private static func alert(_ section: ConfigurationSection, webhooks: [String]) -> AlertRule? {
        var section = section
        guard let kind = kind(&section) else {
            return nil
        }
        var rule = AlertRule(kind)
        rule.holdSeconds = length("for", &section) ?? 0
        rule.coolDownSeconds = length("cool_down", &section) ?? rule.coolDownSeconds
        rule.quiet = section.value("quiet") { text throws(AlertTextError) in try QuietHours(text) }
        if case .powerAbove(let watts) = kind {
            rule.hysteresisW = section.integer("hysteresis_w", in: 0...watts)
        }
        rule.recipients = section.texts("to") ?? webhooks
        let unknown = rule.recipients.filter { !webhooks.contains($0) }
        if !unknown.isEmpty {
            let known = webhooks.isEmpty ? "there are none" : webhooks.joined(separator: ", ")
            section.complain(
                "no such webhook: \(unknown.joined(separator: ", ")); known: \(known)",
                about: "to"
            )
        }
        section.end()
        return rule
    }

    private static func kind(_ section: inout ConfigurationSection) -> AlertRule.Kind? {
        switch section.choice("rule", of: ["hour_forecast", "power_above"]) {
        case "hour_forecast":
            return .hourForecast(probability: section.number("probability", in: 0.05...1) ?? 0.8)
        case "power_above":
            guard let watts = section.integer("watts", in: 1...1_000_000) else {
                if !section.contains("watts") {
                    section.complain("missing; power in W to warn above", about: "watts")
                }
                return nil
            }
            return .powerAbove(watts: watts)
        default:
            if !section.contains("rule") {
                section.complain("missing; allowed: hour_forecast, power_above", about: "rule")
            }
            return nil
        }
    }

    private static func length(_ key: String, _ section: inout ConfigurationSection) -> Int? {
        section.value(key) { text throws(AlertTextError) in try TimeLength(text) }?.seconds
    }
}
