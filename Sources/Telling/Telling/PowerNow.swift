package import Meters

/// Power by the last messages: short messages have import alone, and export comes with the longer ones.
package struct PowerNow: Sendable, Equatable {
    /// In W.
    package private(set) var importW: Int?
    /// In W; `nil` where the meter never sent it.
    package private(set) var exportW: Int?

    package init() {}

    /// Takes the power of a message.
    ///
    /// - Returns: false for a message without any.
    package mutating func record(_ reading: Reading) -> Bool {
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
    package var netW: Int? {
        guard let importW else { return nil }
        let (net, isTooLarge) = importW.subtractingReportingOverflow(exportW ?? 0)
        return isTooLarge ? nil : net
    }
}
