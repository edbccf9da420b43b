import Civil
import Foundation
package import Ledger
import Meters

/// `<id>/live`: one message of the meter. What it did not hold is left out.
package struct LivePayload: Encodable {
    let time: String
    let power: Int?
    let export: Int?
    let reactiveImport: Int?
    let reactiveExport: Int?
    /// Always three, L1, L2 and L3, with `null` for a phase that the meter does not send (L2's current in an IT net), so that
    /// a place in the list means a phase; left out when it sends none.
    let voltage: [Decimal?]?
    let current: [Decimal?]?
    /// The same in W, drawn less fed in.
    let phasePower: [Int?]?
    let importEnergy: Decimal?
    let exportEnergy: Decimal?

    enum CodingKeys: String, CodingKey {
        case time
        case power = "power_w"
        case export = "export_w"
        case reactiveImport = "reactive_import_var"
        case reactiveExport = "reactive_export_var"
        case voltage = "voltage_v"
        case current = "current_a"
        case phasePower = "phase_power_w"
        case importEnergy = "import_kwh"
        case exportEnergy = "export_kwh"
    }

    package init(_ live: LiveValues) {
        let reading = live.reading
        time = live.time.description
        power = reading.powerImportW
        export = reading.powerExportW
        reactiveImport = reading.reactiveImportVar
        reactiveExport = reading.reactiveExportVar
        voltage = Self.phases(reading.voltageMV)
        current = Self.phases(reading.currentMA)
        phasePower = reading.phasePowerW.map { [$0.l1, $0.l2, $0.l3] }
        importEnergy = live.energyImportWh.map(Decimal.init(thousandths:))
        exportEnergy = live.energyExportWh.map(Decimal.init(thousandths:))
    }

    private static func phases(_ values: PhaseValues) -> [Decimal?]? {
        guard !values.isEmpty else { return nil }
        return [values.l1, values.l2, values.l3].map { $0.map(Decimal.init(thousandths:)) }
    }
}
