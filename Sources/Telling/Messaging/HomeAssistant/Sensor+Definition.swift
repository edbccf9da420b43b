import Civil

// Every sensor, in one table: what kind of number it is, and where it comes from.
extension Sensor {
    var definition: (kind: SensorKind, source: SensorSource) {
        switch self {
        case .power: (.power, .live("power_w"))
        case .exportPower: (.power, .live("export_w"))
        // A counter stays true when the meter falls silent: longer than the hour between two of its registers.
        case .importEnergy: (.counter, .live("import_kwh", expireAfter: 4_000))
        case .exportEnergy: (.counter, .live("export_kwh", expireAfter: 4_000))
        case .reactiveImport: (.reactivePower, .live("reactive_import_var"))
        case .reactiveExport: (.reactivePower, .live("reactive_export_var"))
        case .voltageL1: (.voltage, .live("voltage_v", phase: 0))
        case .voltageL2: (.voltage, .live("voltage_v", phase: 1))
        case .voltageL3: (.voltage, .live("voltage_v", phase: 2))
        case .powerL1: (.power, .live("phase_power_w", phase: 0))
        case .powerL2: (.power, .live("phase_power_w", phase: 1))
        case .powerL3: (.power, .live("phase_power_w", phase: 2))
        case .currentL1: (.current, .live("current_a", phase: 0))
        case .currentL2: (.current, .live("current_a", phase: 1))
        case .currentL3: (.current, .live("current_a", phase: 2))
        case .hourUsed: (.hourEnergy, .hour("used_kwh"))
        case .hourExpected: (.hourEnergy, .hour("expected_kwh"))
        case .hourLimit: (.hourEnergy, .hour("limit_kwh"))
        case .budget: (.allowedPower, .hour("budget_w"))
        case .stepRisk: (.probability, .hour(percentOf: "step_risk"))
        case .monthMean: (.meanPower, .month("mean_kw"))
        case .peak1: (.hourEnergy, .month(peak: 0))
        case .peak2: (.hourEnergy, .month(peak: 1))
        case .peak3: (.hourEnergy, .month(peak: 2))
        case .step: (.plain, .month("step"))
        case .dayUsed: (.periodEnergy, .day("used_kwh"))
        case .dayProduced: (.periodEnergy, .day("produced_kwh"))
        case .monthUsed: (.periodEnergy, .month("used_kwh"))
        case .monthProduced: (.periodEnergy, .month("produced_kwh"))
        case .hourQuality: (.quality, .hour("quality"))
        case .list: (.text, .meter("list"))
        case .source: (.text, .meter("source"))
        }
    }

    /// What a home looks at rarely, if ever: Home Assistant shows it apart.
    var isDiagnostic: Bool {
        switch self {
        case .reactiveImport, .reactiveExport, .voltageL1, .voltageL2, .voltageL3, .hourQuality, .list,
            .source:
            true
        default: false
        }
    }
}
