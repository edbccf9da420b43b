import Civil
import Ledger
import Meters
import Telling

/// What Home Assistant shows of a meter. The raw value is part of the entity's unique id and never changes.
enum Sensor: String, Sendable, CaseIterable {
    case power
    case exportPower = "export_power"
    case importEnergy = "import_energy"
    case exportEnergy = "export_energy"
    case reactiveImport = "reactive_import"
    case reactiveExport = "reactive_export"
    case voltageL1 = "voltage_l1"
    case voltageL2 = "voltage_l2"
    case voltageL3 = "voltage_l3"
    case powerL1 = "power_l1"
    case powerL2 = "power_l2"
    case powerL3 = "power_l3"
    case currentL1 = "current_l1"
    case currentL2 = "current_l2"
    case currentL3 = "current_l3"
    case hourUsed = "hour_used"
    case hourExpected = "hour_expected"
    case hourLimit = "hour_limit"
    case budget
    case stepRisk = "step_risk"
    case monthMean = "month_mean"
    case peak1 = "peak_1"
    case peak2 = "peak_2"
    case peak3 = "peak_3"
    case step
    case dayUsed = "day_used"
    case dayProduced = "day_produced"
    case monthUsed = "month_used"
    case monthProduced = "month_produced"
    case hourQuality = "hour_quality"
    case list
    case source
}

// MARK: - What a meter sends

extension Set<Sensor> {
    /// The sensors that this message has values for.
    static func seen(in live: LiveValues) -> Set {
        let reading = live.reading
        let phases = reading.phasePowerW
        return present([
            (.power, reading.powerImportW),
            (.exportPower, reading.powerExportW),
            (.reactiveImport, reading.reactiveImportVar),
            (.reactiveExport, reading.reactiveExportVar),
            (.voltageL1, reading.voltageMV.l1),
            (.voltageL2, reading.voltageMV.l2),
            (.voltageL3, reading.voltageMV.l3),
            (.powerL1, phases?.l1),
            (.powerL2, phases?.l2),
            (.powerL3, phases?.l3),
            (.currentL1, reading.currentMA.l1),
            (.currentL2, reading.currentMA.l2),
            (.currentL3, reading.currentMA.l3),
            (.importEnergy, live.energyImportWh),
            (.exportEnergy, live.energyExportWh),
        ])
        .union(described)
    }

    /// What is known of every meter that has said who it is.
    static let described: Set = [.list, .source]

    static func seen(in hour: HourStatus) -> Set {
        present([(.hourLimit, hour.limitWh)])
            .union([.hourUsed, .hourExpected, .budget, .stepRisk, .hourQuality])
    }

    static func seen(in day: DayStatus) -> Set {
        day.monthExportWh != nil
            ? [.dayUsed, .monthUsed, .dayProduced, .monthProduced] : [.dayUsed, .monthUsed]
    }

    static func seen(in month: MonthStatus) -> Set {
        let peaks: [Sensor] = [.peak1, .peak2, .peak3]
        // Where no hour decides there is nothing to show.
        guard month.step != nil else { return [] }
        return Set(peaks.prefix(month.counting.count)).union([.monthMean, .step])
    }

    private static func present(_ values: [(Sensor, Int?)]) -> Set {
        Set(values.lazy.filter { $0.1 != nil }.map(\.0))
    }
}
