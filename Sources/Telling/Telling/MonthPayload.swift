package import Civil
import Foundation
package import Ledger

/// `<id>/month`: what the month has used so far, its peaks, highest first, and the step they put it on. `step_to_kw` is left out on the last step, and all
/// of the step where the grid company's model has none that hours decide.
package struct MonthPayload: Encodable {
    /// When the energy was so much; left out before the first minute of it was told.
    let time: String?
    let month: String
    /// The moment in UTC at which it began.
    let start: String
    let used: Decimal
    let produced: Decimal?
    let peaks: [Peak]
    /// The mean of `peaks`; left out before the first.
    let mean: Decimal?
    let step: Int?
    let stepFrom: Decimal?
    let stepTo: Decimal?
    let provisional: Bool
    /// How many hours may be higher than their day's peak, but were not seen whole.
    let uncertain: Int

    struct Peak: Encodable {
        /// The local day, and the start of its highest hour.
        let day: String
        let start: String
        let kwh: Decimal
        let quality: HourQuality
        /// What it counts for, in per cent; left out where that is all of it.
        let weight: Int?

        enum CodingKeys: String, CodingKey {
            case day, start, kwh, quality
            case weight = "weight_percent"
        }

        init(_ peak: DayPeak) {
            day = peak.day.description
            start = peak.hour.description
            kwh = Decimal(thousandths: peak.importWh)
            quality = peak.quality
            weight = peak.weightPercent == 100 ? nil : peak.weightPercent
        }
    }

    enum CodingKeys: String, CodingKey {
        case time, month, start, peaks, step, provisional, uncertain
        case used = "used_kwh"
        case produced = "produced_kwh"
        case mean = "mean_kw"
        case stepFrom = "step_from_kw"
        case stepTo = "step_to_kw"
    }

    /// - Parameters:
    ///   - day: knows what the hour that runs has used; of another month it says nothing.
    ///   - sendsExport: false for a meter that has never said what is fed in: its 0 is left out.
    package init(_ status: MonthStatus, _ day: DayStatus?, sendsExport: Bool, in calendar: LocalCalendar) {
        let day = day?.day.localMonth == status.month ? day : nil
        let exportWh = day.map(\.monthExportWh) ?? status.exportWh
        time = day?.time.description
        month = status.month.description
        start = calendar.start(of: status.month).description
        used = Decimal(thousandths: day?.monthImportWh ?? status.importWh)
        produced = (sendsExport || exportWh != 0 ? exportWh : nil).map(Decimal.init(thousandths:))
        peaks = status.counting.map(Peak.init)
        mean = status.counting.isEmpty ? nil : Decimal(thousandths: status.meanW)
        step = status.step?.number
        stepFrom = status.step.map { Decimal(thousandths: $0.lowerW) }
        stepTo = status.step?.upperW.map(Decimal.init(thousandths:))
        provisional = status.isProvisional
        uncertain = status.uncertain.count
    }
}
