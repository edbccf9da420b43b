import Foundation
package import Ledger

/// `<id>/month`: the month's peaks, highest first, and the step they put it on. `step_to_kw` is left out on the last step, and all
/// of the step where the grid company's model has none that hours decide.
package struct MonthPayload: Encodable {
    let month: String
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
        case month, peaks, step, provisional, uncertain
        case used = "used_kwh"
        case produced = "produced_kwh"
        case mean = "mean_kw"
        case stepFrom = "step_from_kw"
        case stepTo = "step_to_kw"
    }

    /// - Parameter hasExport: whether the meter sends what is fed in.
    package init(_ status: MonthStatus, hasExport: Bool) {
        month = status.month.description
        used = Decimal(thousandths: status.importWh)
        produced = hasExport || status.exportWh != 0 ? Decimal(thousandths: status.exportWh) : nil
        peaks = status.counting.map(Peak.init)
        mean = status.counting.isEmpty ? nil : Decimal(thousandths: status.meanW)
        step = status.step?.number
        stepFrom = status.step.map { Decimal(thousandths: $0.lowerW) }
        stepTo = status.step?.upperW.map(Decimal.init(thousandths:))
        provisional = status.isProvisional
        uncertain = status.uncertain.count
    }
}
