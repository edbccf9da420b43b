/// The part of the grid tariff that goes by power (*fastledd*, *kapasitetsledd*).
public struct FixedPart: Sendable, Hashable {
    /// What decides the step, in fri-nettleie's words.
    public enum Method: String, Sendable, Hashable, CaseIterable {
        /// The mean of the month's three highest daily maxima. Bounds in kW.
        case meanOfThreeDailyMaxima = "TRE_DØGNMAX_MND"
        /// The month's highest hour. Bounds in kW.
        case monthlyMaximum = "MND_MAX"
        /// The main fuse. Bounds in A.
        case mainFuse = "OV_TREFASE"
        /// The mean of the five highest weekly peaks of twelve months, weighted by season. Bounds in kW; between them the price
        /// is a straight line.
        case fiveWeightedWeeklyPeaks = "FEM_VEKTET_ÅR"
        /// Nobody but the grid company knows.
        case unknown = "UKJENT"
    }

    public var method: Method
    /// Whether a bound belongs to the step above it: exactly 5 kW is on the step 5–10. `nil` where it is not known.
    public var includesLowerBound: Bool?
    /// By bound, rising from 0. Empty only where the method is unknown.
    public var steps: [FixedStep]

    public init(method: Method, includesLowerBound: Bool?, steps: [FixedStep]) {
        self.method = method
        self.includesLowerBound = includesLowerBound
        self.steps = steps
    }

    /// The price of a year at a value, in 10⁻⁶ NOK without VAT: its step's, or for weighted weekly peaks the one on the straight
    /// line between two bounds, which goes on beyond the last as it came to it.
    ///
    /// - Parameter thousandths: W, or mA for the main fuse.
    /// - Returns: `nil` without steps, below 0, beyond all that a home can be, and where a line that falls would pay the customer.
    public func yearlyMicroNOK(at thousandths: Int) -> Int? {
        guard (0...FixedStep.largestBound).contains(thousandths),
            let index = steps.lastIndex(where: { holds($0.lowerThousandths, thousandths) })
        else { return nil }
        guard method == .fiveWeightedWeeklyPeaks, steps.count > 1 else {
            return steps[index].yearlyMicroNOK
        }
        let (from, to) = index + 1 < steps.count ? (index, index + 1) : (index - 1, index)
        let run = steps[to].lowerThousandths - steps[from].lowerThousandths
        let rise = steps[to].yearlyMicroNOK - steps[from].yearlyMicroNOK
        let (product, overflow) = (thousandths - steps[from].lowerThousandths).multipliedReportingOverflow(
            by: rise
        )
        guard !overflow, run > 0 else { return nil }
        let price = steps[from].yearlyMicroNOK + product / run
        return price >= 0 ? price : nil
    }

    private func holds(_ lower: Int, _ value: Int) -> Bool {
        includesLowerBound == false && lower > 0 ? value > lower : value >= lower
    }
}

/// One step of a grid company's fixed part.
public struct FixedStep: Sendable, Hashable {
    /// The lower bound: W, or mA for the main fuse.
    public var lowerThousandths: Int
    /// The price of a year in 10⁻⁶ NOK, without VAT: 3049.6 kr is 3,049,600,000.
    public var yearlyMicroNOK: Int

    public init(lowerThousandths: Int, yearlyMicroNOK: Int) {
        self.lowerThousandths = lowerThousandths
        self.yearlyMicroNOK = yearlyMicroNOK
    }

    /// 10 MW: no home's.
    public static let largestBound = 10_000_000
}

/// The twelfth of a year's price that a month costs, in 10⁻⁶ NOK, whatever its number of days.
///
/// - Parameter vatPercent: 0 leaves VAT out.
public func monthlyMicroNOK(ofYearly yearlyMicroNOK: Int, vatPercent: Int) -> Int {
    let (product, overflow) = yearlyMicroNOK.multipliedReportingOverflow(by: 100 + vatPercent)
    // Beyond all prices that a file may hold.
    guard !overflow else { return yearlyMicroNOK / 12 }
    return (product + 600) / 1_200
}
