import Civil
import History
import Ledger

/// Sums over hours.
struct PeriodTotals {
    struct Sum {
        var importWh = 0
        var exportWh = 0
        /// Hours that it has the energy drawn of.
        var hours = 0
    }

    var effective = Sum()
    var measured = Sum()
    var settled = Sum()
    /// Hours whose energy is a guess or a part, or that something speaks against.
    var uncertain = 0
    var hours: Int { effective.hours }

    mutating func add(_ record: HourRecord) {
        let hour = record.effective
        effective.add(hour.importWh, hour.exportWh)
        if !hour.quality.isCertain || hour.isSuspect { uncertain += 1 }
        if let hour = record.measured { measured.add(hour.importWh, hour.exportWh) }
        if let energy = record.settledImport { settled.add(energy.wattHours, 0) }
        if let energy = record.settledExport { settled.exportWh += energy.wattHours }
    }
}

extension PeriodTotals.Sum {
    fileprivate mutating func add(_ importWh: Int, _ exportWh: Int) {
        self.importWh += importWh
        self.exportWh += exportWh
        hours += 1
    }
}

/// A day or a month as `export --json` prints it.
struct PeriodLine: Encodable {
    var day: String?
    var month: String?
    var import_wh: Int
    var export_wh: Int
    var hours: Int
    var missing: Int
    var uncertain: Int
    var measured: Part
    var settled: Part

    struct Part: Encodable {
        var import_wh: Int
        var export_wh: Int
        var hours: Int

        init(_ sum: PeriodTotals.Sum) {
            import_wh = sum.importWh
            export_wh = sum.exportWh
            hours = sum.hours
        }
    }

    init(day: String?, month: String?, missing: Int, _ totals: PeriodTotals) {
        self.day = day
        self.month = month
        self.missing = missing
        import_wh = totals.effective.importWh
        export_wh = totals.effective.exportWh
        hours = totals.hours
        uncertain = totals.uncertain
        measured = Part(totals.measured)
        settled = Part(totals.settled)
    }
}
