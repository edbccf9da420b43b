import Civil
package import Ledger
package import Tariffs

// The one place where a tariff's words become the ledger's: the two do not know each other.

extension CapacityModel {
    /// The model of a tariff's fixed part.
    package init(_ fixed: FixedPart) {
        // A bound that belongs to nobody is the next step's, as with 67 of 73 companies; the file's reader has warned.
        let steps = CapacitySteps(
            lowerBoundsW: fixed.steps.map(\.lowerThousandths),
            includesLowerBound: fixed.includesLowerBound ?? true
        )
        switch (fixed.method, steps) {
        case (.meanOfThreeDailyMaxima, let steps?): self = .meanOfDailyMaxima(count: 3, steps)
        case (.monthlyMaximum, let steps?): self = .monthlyMaximum(steps)
        case (.fiveWeightedWeeklyPeaks, let steps?): self = .weightedWeeklyPeaks(count: 5, .fjellnett, steps)
        case (.mainFuse, _): self = .mainFuse
        case (.unknown, _), (_, nil): self = .unknown
        }
    }
}

extension CapacitySchedule {
    /// The models of a file's tariffs for a group of customers. After the last one's end its model goes on: bounds change more
    /// seldom than prices, and a home without a limit would be worse off.
    package init(_ file: TariffFile, customer: CustomerGroup) {
        self.init(
            file.tariffs(of: customer).map { tariff in
                let from = tariff.validFrom
                // A month is billed by one tariff: what begins within it counts from the next.
                return Dated(
                    from: from.day == 1 ? from.localMonth : from.localMonth.next,
                    model: CapacityModel(tariff.fixed)
                )
            }
        )
    }
}
