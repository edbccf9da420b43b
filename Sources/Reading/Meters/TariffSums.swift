import DLMS

/// The counters of the tariffs, 1.8.1 and 1.8.2: their sum stands for the total where a meter sends none, as Dutch ones.
struct TariffSums: Sendable {
    private var importWh: (Int64?, Int64?) = (nil, nil)
    private var exportWh: (Int64?, Int64?) = (nil, nil)
    private(set) var areUsed = false

    @inline(never)
    mutating func take(_ code: OBISCode, _ value: Int64, _ scaler: Int, _ unit: PhysicalUnit) {
        guard unit == .wattHour, let energy = scaled(value, by: scaler) else { return }
        switch code.quantity {
        case 0x01_08_01: importWh.0 = energy
        case 0x01_08_02: importWh.1 = energy
        case 0x02_08_01: exportWh.0 = energy
        case 0x02_08_02: exportWh.1 = energy
        default: return
        }
        areUsed = true
    }

    /// Gives the reading the sums that it lacks. One tariff alone is no sum: the other may stand elsewhere.
    func fill(_ reading: inout Reading) {
        if reading.energyImportWh == nil { reading.values.set(.energyImport, Self.sum(importWh)) }
        if reading.energyExportWh == nil { reading.values.set(.energyExport, Self.sum(exportWh)) }
    }

    private static func sum(_ tariffs: (Int64?, Int64?)) -> Int64? {
        guard let first = tariffs.0, let second = tariffs.1 else { return nil }
        let (sum, overflow) = first.addingReportingOverflow(second)
        return overflow ? nil : sum
    }
}
