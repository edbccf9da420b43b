import Civil
import Ledger
import Settings
import Tariffs

/// What capacity costs a month in a home: its tariff file, its county and its fuse.
struct CapacityPrice {
    var file: TariffFile
    var customer: CustomerGroup
    /// `nil` leaves VAT out.
    var county: County?
    var mainFuseAmps: Int?

    init?(_ configuration: Configuration) {
        guard let file = configuration.tariff.file else { return nil }
        self.file = file
        customer = configuration.tariff.customer
        county = configuration.home.county
        mainFuseAmps = configuration.home.mainFuseAmps
    }

    /// A month's price, in 10⁻⁶ NOK, with VAT where the county is known.
    struct Monthly: Equatable {
        /// Of the month as it stands.
        var nowMicroNOK: Int
        /// Of the next step; `nil` on the last one, and where no hour decides.
        var nextMicroNOK: Int?
    }

    /// The tariff that a month is billed by: the one of its first day.
    func tariff(in month: LocalMonth) -> GridTariff? {
        file.tariff(on: month.firstDay, customer: customer)
    }

    /// - Returns: `nil` where the file has no tariff for the month, or the step is not known.
    func monthly(_ status: MonthStatus) -> Monthly? {
        guard let fixed = tariff(in: status.month)?.fixed, let now = yearly(status, fixed) else { return nil }
        return Monthly(nowMicroNOK: monthly(now), nextMicroNOK: next(status, fixed).map(monthly))
    }

    private func monthly(_ yearly: Int) -> Int {
        monthlyMicroNOK(ofYearly: yearly, vatPercent: county?.gridVATPercent ?? 0)
    }

    private func yearly(_ status: MonthStatus, _ fixed: FixedPart) -> Int? {
        switch fixed.method {
        case .meanOfThreeDailyMaxima, .monthlyMaximum:
            guard let step = status.step, fixed.steps.indices.contains(step.number - 1) else { return nil }
            return fixed.steps[step.number - 1].yearlyMicroNOK
        case .fiveWeightedWeeklyPeaks:
            // Billed with two decimals of a kW, by the company's page.
            return fixed.yearlyMicroNOK(at: (status.meanW + 5) / 10 * 10)
        case .mainFuse:
            return mainFuseAmps.flatMap { fixed.yearlyMicroNOK(at: $0 * 1_000) }
        case .unknown:
            return nil
        }
    }

    private func next(_ status: MonthStatus, _ fixed: FixedPart) -> Int? {
        guard let step = status.step, step.upperW != nil, fixed.steps.indices.contains(step.number) else {
            return nil
        }
        return fixed.steps[step.number].yearlyMicroNOK
    }
}
