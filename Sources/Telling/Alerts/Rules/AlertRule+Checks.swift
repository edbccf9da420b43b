extension AlertRule.Kind {
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
        case .phaseAbove(let share, let hysteresisShare, let fuse):
            try Self.check(share: share, hysteresisShare)
            try AlertRule.check("main_fuse_amps", fuse.amps, in: 6...1_000, unit: "A")
        case .voltageOutside(let lowV, let highV, let hysteresisV):
            try Self.check(lowV: lowV, highV: highV, hysteresisV)
        case .dayAbove(let wattHours):
            try AlertRule.check("kwh", wattHours, in: 1...100_000_000, unit: "Wh")
        case .hourListOverdue(let hours):
            try AlertRule.check("hours", hours, in: 1...168, unit: "hours")
        case .clockDrift(let seconds):
            try AlertRule.check("seconds", seconds, in: 10...1_700, unit: "s")
        case .diskLow(let freeMB, let hysteresisMB):
            try AlertRule.check("free_mb", freeMB, in: 1...1_000_000, unit: "MB")
            if let hysteresisMB {
                try AlertRule.check("hysteresis_mb", hysteresisMB, in: 0...1_000_000, unit: "MB")
            }
        case .meterSilent, .brokerAway: break
        }
    }

    private static func check(share: Double, _ hysteresisShare: Double?) throws(AlertRuleError) {
        guard (0.1...3).contains(share) else {
            throw AlertRuleError(setting: "share", value: "\(share)", allowed: "0.1 to 3 of the main fuse")
        }
        if let hysteresisShare, !(hysteresisShare >= 0 && hysteresisShare < share) {
            let allowed = "0 or more, and less than the share of \(share)"
            throw AlertRuleError(setting: "hysteresis_share", value: "\(hysteresisShare)", allowed: allowed)
        }
    }

    private static func check(lowV: Int, highV: Int, _ hysteresisV: Int?) throws(AlertRuleError) {
        try AlertRule.check("low_v", lowV, in: 100...229, unit: "V")
        try AlertRule.check("high_v", highV, in: 231...400, unit: "V")
        if let hysteresisV {
            let most = min(230 - lowV, highV - 230)
            try AlertRule.check("hysteresis_v", hysteresisV, in: 0...most, unit: "V")
        }
    }
}
