extension AlertRule.Kind {
    /// As configured, and as alerts call it: `hour_forecast`.
    public var name: String {
        switch self {
        case .hourForecast: "hour_forecast"
        case .powerAbove: "power_above"
        }
    }

    var usualCoolDownSeconds: Int {
        switch self {
        // Once an hour as it is.
        case .hourForecast: 0
        case .powerAbove: 300
        }
    }

    func check() throws(AlertRuleError) {
        switch self {
        case .hourForecast(let probability):
            guard probability > 0, probability <= 1 else {
                throw AlertRuleError(
                    setting: "probability",
                    value: "\(probability)",
                    allowed: "above 0 and at most 1"
                )
            }
        case .powerAbove(let watts, let hysteresisW):
            try AlertRule.check("watts", watts, in: 1...1_000_000, unit: "W")
            if let hysteresisW {
                try AlertRule.check("hysteresis_w", hysteresisW, in: 0...(watts - 1), unit: "W")
            }
        }
    }

    /// What watches for it.
    func condition() -> any AlertCondition {
        switch self {
        case .hourForecast(let probability):
            HourForecastCondition(probability: probability)
        case .powerAbove(let watts, let hysteresisW):
            PowerAboveCondition(limitW: watts, hysteresisW: hysteresisW ?? watts / 20)
        }
    }
}
