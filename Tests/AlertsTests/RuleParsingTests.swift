import Alerts
import Testing

@Suite("Rules as configured")
struct RuleParsingTests {
    @Test(
        "Quiet hours",
        arguments: [
            ("22-07", 1_320, 420), ("22:30-06:45", 1_350, 405), ("7-9", 420, 540), ("20-24", 1_200, 0),
            ("0-6", 0, 360),
        ]
    )
    func quietHours(_ text: String, _ start: Int, _ end: Int) throws {
        let quiet = try QuietHours(parsing: text)
        #expect(quiet.startMinute == start)
        #expect(quiet.endMinute == end)
    }

    @Test(
        "What is no span of quiet hours says what is",
        arguments: [
            "", "22", "22-", "-07", "22-22", "0-24", "24-07", "25-07", "22:60-07", "22:5-07", "22 - 07",
            "22-07-08", "-1-07", "24:30-3", "٢-7",
        ]
    )
    func noQuietHours(_ text: String) {
        let error = #expect(throws: AlertRuleError.self) { try QuietHours(parsing: text) }
        #expect(error?.allowed == "two different times of day, as in 22-07 or 22:30-06:45")
    }

    @Test(
        "Limits that cannot be name the setting and what it may be",
        arguments: [
            (
                .hourForecast(probability: 0),
                "probability: 0.0 is not allowed; allowed: above 0 and at most 1"
            ),
            (
                .hourForecast(probability: 1.5),
                "probability: 1.5 is not allowed; allowed: above 0 and at most 1"
            ),
            (
                .hourForecast(probability: .nan),
                "probability: nan is not allowed; allowed: above 0 and at most 1"
            ),
            (.powerAbove(watts: 0), "watts: 0 is not allowed; allowed: 1 to 1000000 W"),
            (.powerAbove(watts: -1), "watts: -1 is not allowed; allowed: 1 to 1000000 W"),
            (
                .powerAbove(watts: 9_000, hysteresisW: 9_000),
                "hysteresis_w: 9000 is not allowed; allowed: 0 to 8999 W"
            ),
        ] as [(AlertRule.Kind, String)]
    )
    func badKind(_ kind: AlertRule.Kind, _ words: String) {
        let error = #expect(throws: AlertRuleError.self) { try AlertRule(kind) }
        #expect(error?.description == words)
    }

    @Test("Times and names have bounds")
    func badTimes() throws {
        let kind = AlertRule.Kind.hourForecast(probability: 1)
        #expect(throws: AlertRuleError.self) { try AlertRule(kind, holdSeconds: 3_601) }
        #expect(throws: AlertRuleError.self) { try AlertRule(kind, holdSeconds: -1) }
        #expect(throws: AlertRuleError.self) { try AlertRule(kind, coolDownSeconds: -1) }
        #expect(throws: AlertRuleError.self) { try AlertRule(kind, name: "") }
    }

    @Test("What is not configured has its usual value")
    func defaults() throws {
        let forecast = try AlertRule(.hourForecast(probability: 0.8))
        #expect((forecast.name, forecast.holdSeconds, forecast.coolDownSeconds) == ("hour_forecast", 0, 0))
        let power = try AlertRule(.powerAbove(watts: 9_000))
        #expect((power.name, power.holdSeconds, power.coolDownSeconds) == ("power_above", 0, 300))
    }
}
