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
        case importEnergy = "import_kwh"
        case exportEnergy = "export_kwh"
    }

    /// - Parameter hasExport: whether the meter sends what is fed in; the counter stands at 0 otherwise.
    package init(_ live: LiveValues, hasExport: Bool) {
        let reading = live.reading
        time = live.time.description
        power = reading.powerImportW
        export = reading.powerExportW
        reactiveImport = reading.reactiveImportVar
        reactiveExport = reading.reactiveExportVar
        voltage = Self.phases(reading.voltageMV)
        current = Self.phases(reading.currentMA)
        importEnergy = live.energyImportWh.map(Decimal.init(thousandths:))
        exportEnergy = (hasExport ? live.energyExportWh : nil).map(Decimal.init(thousandths:))
    }

    private static func phases(_ values: PhaseValues) -> [Decimal?]? {
        guard !values.isEmpty else { return nil }
        return [values.l1, values.l2, values.l3].map { $0.map(Decimal.init(thousandths:)) }
    }
}
