import Civil
import Tariffs
import Testing

@Suite("The fixed part")
struct FixedPartTests {
    private func part(_ method: FixedPart.Method, _ includes: Bool?, _ steps: [(Int, Int)]) -> FixedPart {
        FixedPart(
            method: method,
            includesLowerBound: includes,
            steps: steps.map { FixedStep(lowerThousandths: $0.0, yearlyMicroNOK: $0.1 * 1_000_000) }
        )
    }

    @Test("Trap: whether exactly 5 kW is on the step above is the file's to say")
    func boundary() {
        let ladder = [(0, 1_200), (2_000, 2_400), (5_000, 4_800)]
        let included = part(.meanOfThreeDailyMaxima, true, ladder)
        #expect(included.yearlyMicroNOK(at: 5_000) == 4_800_000_000)
        #expect(included.yearlyMicroNOK(at: 4_999) == 2_400_000_000)
        let excluded = part(.monthlyMaximum, false, ladder)
        #expect(excluded.yearlyMicroNOK(at: 5_000) == 2_400_000_000)
        #expect(excluded.yearlyMicroNOK(at: 5_001) == 4_800_000_000)
        #expect(excluded.yearlyMicroNOK(at: 0) == 1_200_000_000)
    }

    @Test("Trap: above the last bound the last price holds")
    func last() {
        #expect(
            part(.meanOfThreeDailyMaxima, true, [(0, 1), (2_000, 2)]).yearlyMicroNOK(at: 9_999_999)
                == 2_000_000
        )
    }

    @Test("Trap: a main fuse of 125 A is not above 125 A")
    func fuse() {
        let alut = part(.mainFuse, false, [(0, 3_500), (125_000, 4_500)])
        #expect(alut.yearlyMicroNOK(at: 63_000) == 3_500_000_000)
        #expect(alut.yearlyMicroNOK(at: 125_000) == 3_500_000_000)
        #expect(alut.yearlyMicroNOK(at: 160_000) == 4_500_000_000)
    }

    /// Fjellnett's of 2026-01-01: 2000 kr and 534 kr for each kW, by the company's own page.
    @Test(
        "Trap: weighted weekly peaks are paid by the kW, with no steps",
        arguments: [
            (0, 2_000_000), (1_000, 2_534_000), (5_370, 4_867_580), (20_000, 12_680_000),
            (25_000, 15_350_000), (26_000, 15_884_000),
        ]
    )
    func linear(watts: Int, kroner: Int) {
        let bounds = Array(0...20) + [25]
        let fjellnett = part(.fiveWeightedWeeklyPeaks, true, bounds.map { ($0 * 1_000, 2_000 + $0 * 534) })
        #expect(fjellnett.yearlyMicroNOK(at: watts) == kroner * 1_000)
    }

    @Test(
        "A value that no home has is no step, and traps nothing",
        arguments: [-1, 10_000_001, Int.max, Int.min]
    )
    func beyond(value: Int) {
        #expect(
            part(.fiveWeightedWeeklyPeaks, true, [(0, 1), (1, 10_000_000)]).yearlyMicroNOK(at: value) == nil
        )
        #expect(part(.unknown, nil, []).yearlyMicroNOK(at: 0) == nil)
    }

    /// BKK's steps as its invoices print them, with VAT: 250.00 and 415.00 kr a month.
    @Test(
        "A month is a twelfth of the year",
        arguments: [
            (2_400, 25, 250_000_000), (3_984, 25, 415_000_000), (3_984, 0, 332_000_000), (1, 0, 83_333),
            (10_000_000, 25, 1_041_666_666_667),
        ]
    )
    func month(yearly: Int, vat: Int, monthly: Int) {
        #expect(monthlyMicroNOK(ofYearly: yearly * 1_000_000, vatPercent: vat) == monthly)
    }

    @Test("Trap: VAT goes by the county: Bindal pays none, though most of its price area does")
    func counties() {
        #expect(County.present.map(\.gridVATPercent).filter { $0 == 0 }.count == 3)
        #expect(County.present.count == 15)
        for name in ["Nordland", "troms", "FINNMARK", "Troms og Finnmark"] {
            #expect(County(name: name)?.gridVATPercent == 0)
        }
        for name in ["Trøndelag", "Vestland", "Hordaland", "møre og romsdal", "Viken"] {
            #expect(County(name: name)?.gridVATPercent == 25)
        }
        for name in ["", "NO4", "Svealand", "Nord"] { #expect(County(name: name) == nil) }
    }
}
