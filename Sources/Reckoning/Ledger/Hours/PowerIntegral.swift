/// Energy in both directions, in Wh.
struct WattHours: Sendable, Equatable {
    var importWh = 0
    var exportWh = 0

    static func + (a: WattHours, b: WattHours) -> WattHours {
        WattHours(importWh: a.importWh + b.importWh, exportWh: a.exportWh + b.exportWh)
    }

    static func - (a: WattHours, b: WattHours) -> WattHours {
        WattHours(importWh: a.importWh - b.importWh, exportWh: a.exportWh - b.exportWh)
    }
}

/// Power in both directions, in W.
struct PowerSample: Sendable, Equatable {
    var importW: Int
    var exportW: Int

    /// What power may be, in W. Beyond 100 MW is no home's, and sums of it would not stay within 64 bits.
    static let plausibleW = 0...100_000_000

    /// - Parameter heldExportW: the export that the meter spoke of last: list 1 does not say it.
    /// - Returns: `nil` without a power that can be.
    init?(importW: Int?, exportW: Int?, heldExportW: Int?) {
        guard let importW, Self.plausibleW.contains(importW) else { return nil }
        self.importW = importW
        if let exportW {
            guard Self.plausibleW.contains(exportW) else { return nil }
            self.exportW = exportW
        } else {
            // A meter counts the sum of its phases, so power flows one way at a time.
            self.exportW = importW > 0 ? 0 : heldExportW ?? 0
        }
    }
}

/// Power summed over time, in W·ms: 3,600,000 of them are a Wh. Whole numbers, so nothing is lost over a year.
struct PowerIntegral: Sendable, Equatable {
    var importWms: Int64 = 0
    var exportWms: Int64 = 0
    var elapsedMilliseconds: Int64 = 0
    var seenMilliseconds: Int64 = 0

    static let wmsPerWh: Int64 = 3_600_000

    /// The time that passed without a power that was believed.
    var unseenMilliseconds: Int64 { max(0, elapsedMilliseconds - seenMilliseconds) }

    var energy: WattHours {
        WattHours(importWh: rounded(importWms), exportWh: rounded(exportWms))
    }

    /// Adds time through which power was held.
    mutating func add(_ power: PowerSample, milliseconds: Int64) {
        importWms += Int64(power.importW) * milliseconds
        exportWms += Int64(power.exportW) * milliseconds
        seenMilliseconds += milliseconds
    }

    mutating func add(_ other: PowerIntegral) {
        importWms += other.importWms
        exportWms += other.exportWms
        elapsedMilliseconds += other.elapsedMilliseconds
        seenMilliseconds += other.seenMilliseconds
    }

    private func rounded(_ wms: Int64) -> Int { Int((wms + Self.wmsPerWh / 2) / Self.wmsPerWh) }
}
