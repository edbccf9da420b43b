/// How Home Assistant treats a number.
///
/// Only what was measured has a state class: it is what long-term statistics are made of. Forecasts, limits and peaks rise and
/// fall by themselves, and would spoil them.
enum SensorKind: Sendable {
    /// W, measured.
    case power
    /// W that may be used.
    case allowedPower
    /// kW, a mean of hours.
    case meanPower
    /// kWh since the meter was made: `total`, because `total_increasing` takes a correction downwards of more than a tenth for a
    /// new meter.
    case counter
    /// kWh of an hour: so far, expected, allowed, or a peak.
    case hourEnergy
    case reactivePower
    case voltage
    case current
    /// Per cent.
    case probability
    /// A number without a unit.
    case plain

    var unit: String? {
        switch self {
        case .power, .allowedPower: "W"
        case .meanPower: "kW"
        case .counter, .hourEnergy: "kWh"
        case .reactivePower: "var"
        case .voltage: "V"
        case .current: "A"
        case .probability: "%"
        case .plain: nil
        }
    }

    var deviceClass: String? {
        switch self {
        case .power, .allowedPower, .meanPower: "power"
        case .counter, .hourEnergy: "energy"
        case .reactivePower: "reactive_power"
        case .voltage: "voltage"
        case .current: "current"
        case .probability, .plain: nil
        }
    }

    var stateClass: String? {
        switch self {
        case .power, .reactivePower, .voltage, .current: "measurement"
        case .counter: "total"
        case .allowedPower, .meanPower, .hourEnergy, .probability, .plain: nil
        }
    }

    /// Decimals to show.
    var precision: Int? {
        switch self {
        case .power, .allowedPower, .reactivePower, .probability: 0
        case .current, .voltage: 1
        case .meanPower, .counter, .hourEnergy: 2
        case .plain: nil
        }
    }
}
