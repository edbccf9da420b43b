package import Civil
import Foundation
package import Ledger

/// `<id>/day`: how far the local day has come.
package struct DayPayload: Encodable {
    let time: String
    /// The local day, and the moment in UTC at which it began.
    let day: String
    let start: String
    let used: Decimal
    let produced: Decimal?
    let power: Range?
    let exportPower: Range?

    /// Of the day's messages, in W.
    struct Range: Encodable {
        let min: Int
        let mean: Int
        let max: Int

        init(_ range: PowerRange) {
            min = range.minW
            mean = range.meanW
            max = range.maxW
        }
    }

    enum CodingKeys: String, CodingKey {
        case time, day, start
        case used = "used_kwh"
        case produced = "produced_kwh"
        case power = "power_w"
        case exportPower = "export_w"
    }

    package init(_ status: DayStatus, in calendar: LocalCalendar) {
        time = status.time.description
        day = status.day.description
        start = calendar.start(of: status.day).description
        used = Decimal(thousandths: status.importWh)
        produced = status.exportWh.map(Decimal.init(thousandths:))
        power = status.power.map(Range.init)
        exportPower = status.exportPower.map(Range.init)
    }
}
