import Civil

extension AlertRule.Kind {
    /// The kind's name in the configuration and in alerts: `hour_forecast`.
    public var name: String {
        switch self {
        case .hourForecast: "hour_forecast"
        case .powerAbove: "power_above"
        case .phaseAbove: "phase_above"
        case .voltageOutside: "voltage_outside"
        case .dayAbove: "day_above"
        case .meterSilent: "meter_silent"
        case .hourListOverdue: "hour_list_overdue"
        case .clockDrift: "clock_drift"
        case .brokerAway: "broker_away"
        case .diskLow: "disk_low"
        }
    }

    /// The names of all kinds.
    public static let names = [
        "hour_forecast", "power_above", "phase_above", "voltage_outside", "day_above", "meter_silent",
        "hour_list_overdue", "clock_drift", "broker_away", "disk_low",
    ]

    /// The scope of the kind: each meter, or the home.
    public var scope: AlertScope {
        switch self {
        case .brokerAway, .diskLow: .home
        default: .meter
        }
    }

    /// The hold time in s of a rule that sets none.
    var usualHoldSeconds: Int {
        switch self {
        // Raised at once: these values do not jump about, or may.
        case .hourForecast, .powerAbove, .dayAbove, .hourListOverdue, .diskLow: 0
        // A fuse carries more than its rating for a minute, and EN 50160 judges the voltage by means over time.
        case .phaseAbove, .voltageOutside: 60
        case .meterSilent, .brokerAway: 300
        // A single list that was delayed does not make a wrong clock.
        case .clockDrift: 600
        }
    }

    /// The hold times in s that may be set.
    var holdRange: ClosedRange<Int> {
        switch self {
        case .meterSilent, .brokerAway: 1...86_400
        default: 0...3_600
        }
    }

    var usualCoolDownSeconds: Int {
        switch self {
        // Raised at most once an hour, or a day, anyway.
        case .hourForecast, .dayAbove, .hourListOverdue: 0
        case .powerAbove, .phaseAbove: 300
        case .voltageOutside, .meterSilent, .brokerAway, .diskLow: 900
        case .clockDrift: 86_400
        }
    }

    /// The condition that watches for this kind of trouble.
    func condition(_ calendar: LocalCalendar) -> any AlertCondition {
        switch self {
        case .hourForecast(let probability):
            HourForecastCondition(probability: probability)
        case .powerAbove(let watts, let hysteresisW):
            PowerAboveCondition(limitW: watts, hysteresisW: hysteresisW ?? watts / 20)
        case .phaseAbove(let share, let hysteresisShare, let fuse):
            PhaseAboveCondition(
                limitMA: Int((share * Double(fuse.amps) * 1_000).rounded()),
                hysteresisMA: Int(((hysteresisShare ?? share / 20) * Double(fuse.amps) * 1_000).rounded()),
                fuse: fuse
            )
        case .voltageOutside(let lowV, let highV, let hysteresisV):
            VoltageOutsideCondition(lowV: lowV, highV: highV, hysteresisMV: (hysteresisV ?? 1) * 1_000)
        case .dayAbove(let wattHours):
            DayAboveCondition(limitWh: wattHours, calendar: calendar)
        case .meterSilent: MeterSilentCondition()
        case .hourListOverdue(let hours): HourListOverdueCondition(hours: hours)
        case .clockDrift(let seconds): ClockDriftCondition(limitSeconds: seconds)
        case .brokerAway: BrokerAwayCondition()
        case .diskLow(let freeMB, let hysteresisMB):
            DiskLowCondition(freeMB: freeMB, hysteresisMB: hysteresisMB ?? max(1, freeMB / 10))
        }
    }
}
