import Alerts
import CheckedYAML
import Foundation
import Settings
import TestSupport
import Testing

@Suite("Alerts as configured")
struct AlertConfigurationTests {
    private func read(_ text: String) throws -> Configuration {
        try ConfigurationFile.read(text, file: "k.yaml")
    }

    @Test(
        "Without a word of them the hour, the main fuse and the meter are watched; an empty list watches nothing",
        arguments: [
            ("", [.hourForecast(probability: 0.8), .meterSilent]),
            (
                "home: { main_fuse_amps: 32, grid: IT }",
                [
                    .hourForecast(probability: 0.8),
                    .phaseAbove(share: 0.9, fuse: MainFuse(amps: 32, isIT: true)),
                    .meterSilent,
                ]
            ),
            ("home: { main_fuse_amps: 32 }\nalerts: []", []),
            ("alerts: [ { rule: disk_low } ]", [.diskLow(freeMB: 200)]),
        ] as [(String, [AlertRule.Kind])]
    )
    func usual(text: String, kinds: [AlertRule.Kind]) throws {
        let hook =
            "\nwebhooks: [ { name: a, url: 'http://localhost/' }, { name: b, url: 'http://localhost/' } ]"
        let alerts = try read(text + hook).alerts
        #expect(alerts.map(\.kind) == kinds)
        #expect(alerts.allSatisfy { $0.to == ["a", "b"] })
    }

    @Test(
        "Each rule has its keys, and without them what is usual",
        arguments: [
            ("rule: hour_forecast", .hourForecast(probability: 0.8), 0, 0),
            ("rule: hour_forecast, probability: 0.5", .hourForecast(probability: 0.5), 0, 0),
            ("rule: power_above, watts: 9000", .powerAbove(watts: 9_000), 0, 300),
            ("rule: phase_above", .phaseAbove(fuse: MainFuse(amps: 25, isIT: false)), 60, 300),
            (
                "rule: phase_above, share: 1, hysteresis_share: 0.2, for: 10s",
                .phaseAbove(share: 1, hysteresisShare: 0.2, fuse: MainFuse(amps: 25, isIT: false)), 10, 300
            ),
            ("rule: voltage_outside", .voltageOutside(), 60, 900),
            (
                "rule: voltage_outside, low_v: 200, high_v: 250, hysteresis_v: 3",
                .voltageOutside(lowV: 200, highV: 250, hysteresisV: 3), 60, 900
            ),
            ("rule: day_above, kwh: 62.5", .dayAbove(wattHours: 62_500), 0, 0),
            ("rule: meter_silent", .meterSilent, 300, 900),
            ("rule: meter_silent, for: 24h, cool_down: 1h", .meterSilent, 86_400, 3_600),
            ("rule: hour_list_overdue", .hourListOverdue(hours: 3), 0, 0),
            ("rule: hour_list_overdue, hours: 12", .hourListOverdue(hours: 12), 0, 0),
            ("rule: clock_drift", .clockDrift(seconds: 120), 600, 86_400),
            ("rule: clock_drift, seconds: 30", .clockDrift(seconds: 30), 600, 86_400),
            ("rule: broker_away", .brokerAway, 300, 900),
            ("rule: disk_low", .diskLow(freeMB: 200), 0, 900),
            (
                "rule: disk_low, free_mb: 500, hysteresis_mb: 100",
                .diskLow(freeMB: 500, hysteresisMB: 100), 0, 900
            ),
        ] as [(String, AlertRule.Kind, Int, Int)]
    )
    func rules(text: String, kind: AlertRule.Kind, hold: Int, coolDown: Int) throws {
        let rule = try #require(
            try read("home: { main_fuse_amps: 25 }\nalerts: [ { \(text) } ]").alerts.first
        )
        #expect(rule.kind == kind)
        #expect(rule.holdSeconds == hold)
        #expect(rule.coolDownSeconds == coolDown)
        #expect(rule.name == kind.name)
    }

    @Test("Every kind can be configured by its name", arguments: AlertRule.Kind.names)
    func names(name: String) throws {
        let needs = ["power_above": ", watts: 1", "day_above": ", kwh: 1"]
        let text = "home: { main_fuse_amps: 25 }\nalerts: [ { rule: \(name)\(needs[name] ?? "") } ]"
        #expect(try read(text).alerts.map(\.kind.name) == [name])
    }

    @Test("The rules that systemd/kilovakt.yaml shows can be used as they stand")
    func shown() throws {
        let file = try String(
            contentsOf: Checkout.root.appending(path: "systemd/kilovakt.yaml"),
            encoding: .utf8
        )
        let rules = file.split(separator: "\n").filter { $0.hasPrefix("#   - { rule:") }.map {
            $0.dropFirst()
        }
        let hook = "webhooks: [ { name: phone, url: 'http://localhost/' } ]\n"
        let text = "home: { main_fuse_amps: 32 }\n\(hook)alerts:\n\(rules.joined(separator: "\n"))"
        #expect(try read(text).alerts.map(\.kind.name) == AlertRule.Kind.names)
    }

    @Test(
        "What is wrong is said with its line, its key and what is allowed",
        arguments: [
            (
                "alerts:\n  - { watts: 5 }", 2, "alerts[0].rule",
                "missing; allowed: hour_forecast, power_above, phase"
            ),
            ("alerts:\n  - { rule: price_above, ore: 5 }", 2, "alerts[0].rule", "allowed: hour_forecast"),
            ("alerts:\n  - { rule: phase_above }", 2, "alerts[0].rule", "needs home.main_fuse_amps"),
            (
                "home: { main_fuse_amps: 25 }\nalerts:\n  - rule: phase_above\n    share: 90", 4,
                "alerts[0].share", "0.1 to 3"
            ),
            (
                "home: { main_fuse_amps: 25 }\nalerts:\n  - { rule: phase_above, share: 0.5, hysteresis_share: 0.5 }",
                3,
                "alerts[0].hysteresis_share", "less than the share"
            ),
            ("alerts:\n  - { rule: voltage_outside, low_v: 230 }", 2, "alerts[0].low_v", "100 to 229"),
            ("alerts:\n  - { rule: voltage_outside, high_v: 1e9 }", 2, "alerts[0].high_v", "231 to 400"),
            (
                "alerts:\n  - { rule: voltage_outside, low_v: 225, hysteresis_v: 6 }", 2,
                "alerts[0].hysteresis_v", "0 to 5 V"
            ),
            ("alerts:\n  - { rule: day_above }", 2, "alerts[0].kwh", "missing"),
            ("alerts:\n  - { rule: day_above, kwh: -3 }", 2, "alerts[0].kwh", "0.1 to 100000"),
            ("alerts:\n  - { rule: day_above, kwh: nan }", 2, "alerts[0].kwh", "0.1 to 100000"),
            ("alerts:\n  - { rule: meter_silent, for: 0s }", 2, "alerts[0].for", "1 to 86400 seconds"),
            ("alerts:\n  - { rule: meter_silent, for: 2d }", 2, "alerts[0].for", "1 to 86400 seconds"),
            (
                "alerts:\n  - { rule: meter_silent, for: 2 d }", 2, "alerts[0].for",
                "a whole number with s, m or h"
            ),
            ("alerts:\n  - { rule: meter_silent, minutes: 5 }", 2, "alerts[0].minutes", "unknown key"),
            ("alerts:\n  - { rule: voltage_outside, for: 2h }", 2, "alerts[0].for", "0 to 3600 seconds"),
            ("alerts:\n  - { rule: hour_list_overdue, hours: 0 }", 2, "alerts[0].hours", "1 to 168"),
            ("alerts:\n  - { rule: clock_drift, seconds: 1800 }", 2, "alerts[0].seconds", "10 to 1700"),
            ("mqtt: { url: off }\nalerts:\n  - { rule: broker_away }", 3, "alerts[0].rule", "MQTT is off"),
            ("mqtt: { url: 'amqp://x' }\nalerts:\n  - { rule: broker_away }", 1, "mqtt.url", "mqtt://"),
            ("alerts:\n  - { rule: disk_low, free_mb: 0 }", 2, "alerts[0].free_mb", "1 to 1000000"),
            ("alerts:\n  - { rule: disk_low, cool_down: 25h }", 2, "alerts[0].cool_down", "0 to 86400"),
        ] as [(String, Int, String, String)]
    )
    func problems(text: String, line: Int, key: String, words: String) throws {
        let errors = #expect(throws: ConfigurationErrors.self) { try read(text) }
        let error = try #require(errors?.errors.first)
        #expect(errors?.errors.count == 1)
        #expect(error.line == line)
        #expect(error.key == key)
        #expect(error.problem.contains(words), "\(error.problem)")
    }
}
