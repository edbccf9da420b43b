import Civil
import Foundation
package import Ledger

/// `<id>/hour`: the running hour. `limit_kwh` and `budget_kwh` are left out on the last step, which has no end.
package struct HourPayload: Encodable {
    let start: String
    /// When this was true: a retained message may be old.
    let time: String
    let used: Decimal
    let expected: Decimal
    let low: Decimal
    let high: Decimal
    let limit: Decimal?
    let budgetW: Int
    let budget: Decimal?
    /// 0...1, in thousandths.
    let stepRisk: Decimal?
    let free: Bool
    let quality: HourQuality

    enum CodingKeys: String, CodingKey {
        case start, time, free, quality
        case used = "used_kwh"
        case expected = "expected_kwh"
        case low = "low_kwh"
        case high = "high_kwh"
        case limit = "limit_kwh"
        case budgetW = "budget_w"
        case budget = "budget_kwh"
        case stepRisk = "step_risk"
    }

    package init(_ hour: HourStatus) {
        start = hour.start.description
        time = hour.time.description
        used = Decimal(thousandths: hour.usedWh)
        expected = Decimal(thousandths: hour.expectedWh)
        low = Decimal(thousandths: hour.lowWh)
        high = Decimal(thousandths: hour.highWh)
        limit = hour.limitWh.map(Decimal.init(thousandths:))
        budgetW = hour.budgetW
        budget = hour.budgetWh.map(Decimal.init(thousandths:))
        stepRisk = Self.thousandths(of: hour.stepRisk)
        free = hour.isFree
        quality = hour.quality
    }

    /// A probability that is no number is not known, and left out.
    private static func thousandths(of probability: Double) -> Decimal? {
        guard !probability.isNaN else { return nil }
        return Decimal(thousandths: Int((min(max(probability, 0), 1) * 1_000).rounded()))
    }
}
