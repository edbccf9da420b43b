import Civil

extension AlertRule.Kind {
    /// As configured, and as alerts call it: `hour_forecast`.
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

    /// Whether it is about each meter, or about the home.
    public var scope: AlertScope {
        switch self {
        case .brokerAway, .diskLow: .home
        default: .meter
        }
    }

    /// For how long it must be so, in s, unless set.
    var usualHoldSeconds: Int {
        switch self {
        // At once: what it looks at jumps about no more than it is allowed to.
        case .hourForecast, .powerAbove, .dayAbove, .hourListOverdue, .diskLow: 0
        // A fuse bears more for a minute, and the voltage is judged by the mean of one.
        case .phaseAbove, .voltageOutside: 60
        case .meterSilent, .brokerAway: 300
        // One list that was long under way is no wrong clock.
        case .clockDrift: 600
        }
    }

    /// What may be set, in s.
    var holdRange: ClosedRange<Int> {
        switch self {
        case .meterSilent, .brokerAway: 1...86_400
        default: 0...3_600
        }
    }

    var usualCoolDownSeconds: Int {
        switch self {
        // Once an hour, or a day, as it is.
        case .hourForecast, .dayAbove, .hourListOverdue: 0
        case .powerAbove, .phaseAbove: 300
        case .voltageOutside, .meterSilent, .brokerAway, .diskLow: 900
        case .clockDrift: 86_400
        }
    }

    /// What watches for it.
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
