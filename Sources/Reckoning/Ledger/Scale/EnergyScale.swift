/// What one step of a meter's energy registers is worth, where its lists do not say it.
///
/// Kamstrup's list has the same name everywhere, and counts tens of watt-hours in Norway and Denmark, watt-hours in Sweden.
public enum EnergyScale: String, Sendable, Hashable, Codable, CaseIterable {
    case tenWattHours = "10wh"
    case wattHours = "wh"

    /// Takes energy that was read by this scale for what it is by another.
    func converted(_ energy: WattHours, to other: EnergyScale) -> WattHours {
        switch (self, other) {
        case (.tenWattHours, .wattHours):
            WattHours(importWh: energy.importWh / 10, exportWh: energy.exportWh / 10)
        case (.wattHours, .tenWattHours):
            WattHours(importWh: energy.importWh * 10, exportWh: energy.exportWh * 10)
        default: energy
        }
    }
}

/// How the ledger comes to a meter's `EnergyScale`.
public enum EnergyScaleSetting: String, Sendable, Hashable, CaseIterable {
    /// By what power adds up to between two registers.
    case auto
    /// Watt-hours, whatever power says.
    case wattHours = "wh"
    /// Tens of watt-hours, whatever power says.
    case tenWattHours = "10wh"

    /// The scale that holds without being checked; `nil` when it is to be found out.
    public var fixed: EnergyScale? {
        switch self {
        case .auto: nil
        case .wattHours: .wattHours
        case .tenWattHours: .tenWattHours
        }
    }
}
