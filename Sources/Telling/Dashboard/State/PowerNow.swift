import Civil
import Meters

/// Power as the last messages said it: short ones hold what is drawn alone, and what is fed in comes with the longer ones.
struct PowerNow: Sendable, Equatable {
    /// In W.
    var importW: Int?
    /// In W; `nil` where the meter never sent it.
    var exportW: Int?

    /// Takes what a message holds.
    ///
    /// - Returns: whether it held any power.
    mutating func take(_ reading: Reading) -> Bool {
        guard reading.powerImportW != nil || reading.powerExportW != nil else { return false }
        importW = reading.powerImportW ?? importW
        if let export = reading.powerExportW {
            exportW = export
        } else if let drawn = importW, drawn > 0, exportW != nil {
            // A home that draws feeds nothing in: what an earlier message said of that is over.
            exportW = 0
        }
        return true
    }

    /// What is drawn less what is fed in, in W: negative while more is fed in. `nil` before the meter said what is drawn.
    var netW: Int? {
        guard let importW else { return nil }
        let (net, isTooLarge) = importW.subtractingReportingOverflow(exportW ?? 0)
        return isTooLarge ? nil : net
    }
}
