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

    /// - Parameter sendsExport: false for a meter that has never said what is fed in: its 0 is left out.
    package init(_ hour: Hour, sendsExport: Bool) {
        start = hour.start.description
        end = hour.end.description
        importEnergy = Decimal(thousandths: hour.importWh)
        exportEnergy = sendsExport || hour.exportWh != 0 ? Decimal(thousandths: hour.exportWh) : nil
        quality = hour.quality
        suspect = hour.isSuspect ? true : nil
    }
}
