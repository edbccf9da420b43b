import Foundation
package import Ledger

/// `<id>/day`: what the local day has used and produced so far, with the hour that runs.
package struct DayPayload: Encodable {
    let day: String
    /// When this was true.
    let time: String
    let used: Decimal
    let produced: Decimal?

    enum CodingKeys: String, CodingKey {
        case day, time
        case used = "used_kwh"
        case produced = "produced_kwh"
    }

    /// - Parameter hasExport: whether the meter sends what is fed in.
    package init(_ status: DayStatus, hasExport: Bool) {
        day = status.day.description
        time = status.time.description
        used = Decimal(thousandths: status.importWh)
        produced = hasExport || status.exportWh != 0 ? Decimal(thousandths: status.exportWh) : nil
    }
}
