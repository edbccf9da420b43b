import Civil
import Ledger

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
    /// kWh since the day or the month began: `total`, and when that was goes with it.
    case periodEnergy
    case reactivePower
    case voltage
    case current
    /// Per cent.
    case probability
    /// A number without a unit.
    case plain
    /// How an hour is known: one of `HourQuality`.
    case quality
    case text

    var unit: String? {
        switch self {
        case .power, .allowedPower: "W"
        case .meanPower: "kW"
        case .counter, .hourEnergy, .periodEnergy: "kWh"
        case .reactivePower: "var"
        case .voltage: "V"
        case .current: "A"
        case .probability: "%"
        case .plain, .quality, .text: nil
        }
    }

    var deviceClass: String? {
        switch self {
        case .power, .allowedPower, .meanPower: "power"
        case .counter, .hourEnergy, .periodEnergy: "energy"
        case .reactivePower: "reactive_power"
        case .voltage: "voltage"
        case .current: "current"
        case .quality: "enum"
        case .probability, .plain, .text: nil
        }
    }

    var stateClass: String? {
        switch self {
        case .power, .reactivePower, .voltage, .current: "measurement"
        case .counter, .periodEnergy: "total"
        case .allowedPower, .meanPower, .hourEnergy, .probability, .plain, .quality, .text: nil
        }
    }

    /// All that it may be, where that is a few words.
    var options: [String]? {
        self == .quality ? HourQuality.allCases.map(\.rawValue) : nil
    }

    /// Decimals to show.
    var precision: Int? {
        switch self {
        case .power, .allowedPower, .reactivePower, .probability: 0
        case .current, .voltage: 1
        case .meanPower, .counter, .hourEnergy, .periodEnergy: 2
        case .plain, .quality, .text: nil
        }
    }
}
