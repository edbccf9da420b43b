import Civil
import Foundation
package import Ledger

/// `<id>/closed`: an hour that is over. The same `start` again replaces what was said before.
package struct ClosedPayload: Encodable {
    let start: String
    let end: String
    let importEnergy: Decimal
    let exportEnergy: Decimal?
    let quality: HourQuality
    /// Only where it is true: power contradicts the registers.
    let suspect: Bool?

    enum CodingKeys: String, CodingKey {
        case start, end, quality, suspect
        case importEnergy = "import_kwh"
        case exportEnergy = "export_kwh"
    }

    /// - Parameter hasExport: whether the meter sends what is fed in. When it does not, the hour's 0 is no measurement, and is
    ///   left out.
    package init(_ hour: Hour, hasExport: Bool) {
        start = hour.start.description
        end = hour.end.description
        importEnergy = Decimal(thousandths: hour.importWh)
        exportEnergy = hasExport || hour.exportWh != 0 ? Decimal(thousandths: hour.exportWh) : nil
        quality = hour.quality
        suspect = hour.isSuspect ? true : nil
    }
}
