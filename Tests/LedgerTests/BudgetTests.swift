import Civil
import Testing

@testable import Ledger

@Suite("Budget")
struct BudgetTests {
    struct Case: CustomTestStringConvertible {
        var testDescription: String
        var others: [Int]
        var today: Int?
        var targetW = 0
        var limitWh: Int?
    }

    static let cases = [
        Case(testDescription: "no day yet: the target", others: [], targetW: 10_000, limitWh: 10_000),
        Case(testDescription: "no day yet and no target: the first bound", others: [], limitWh: 2_000),
        Case(
            testDescription: "one other day: the bound itself",
            others: [3_000],
            today: 4_000,
            limitWh: 5_000
        ),
        Case(
            testDescription: "one other day, and today was above the bound: not below today",
            others: [1_000],
            today: 8_000,
            targetW: 5_000,
            limitWh: 8_000
        ),
        Case(
            testDescription: "the target lies within the reached step",
            others: [3_000, 3_000],
            today: 3_000,
            targetW: 4_500,
            limitWh: 7_500
        ),
        Case(
            testDescription: "the target is passed: the step that was reached",
            others: [4_600, 4_600],
            today: 4_600,
            targetW: 4_500,
            limitWh: 5_800
        ),
        Case(
            testDescription: "two others: what they leave",
            others: [4_000, 3_000],
            limitWh: 15_000 - 7_000
        ),
        Case(testDescription: "two others and today", others: [4_000, 3_000], today: 1_000, limitWh: 8_000),
        Case(
            testDescription: "only the two best of the others",
            others: [4_000, 3_000, 2_900],
            limitWh: 8_000
        ),
        Case(testDescription: "today made the step", others: [4_000, 3_000], today: 8_000, limitWh: 23_000),
        Case(
            testDescription: "one watt-hour below it",
            others: [4_000, 3_000],
            today: 7_999,
            limitWh: 8_000
        ),
        Case(
            testDescription: "the target is above the step",
            others: [1_000, 900],
            targetW: 5_000,
            limitWh: 13_100
        ),
        Case(
            testDescription: "the step is above the target",
            others: [9_000, 9_000, 9_000],
            targetW: 5_000,
            limitWh: 12_000
        ),
        Case(testDescription: "the last step has no end", others: [120_000, 110_000, 100_000], limitWh: nil),
    ]

    @Test("The limit is three bounds less the two best other days", arguments: cases)
    func limit(_ example: Case) {
        let budget = Budget(.days(example.others, example.today), steps: .common, targetW: example.targetW)
        #expect(budget.limitWh == example.limitWh)
    }

    @Test("An hour just below the limit leaves the step, one at the limit changes it", arguments: cases)
    func changes(_ example: Case) throws {
        guard let limitWh = example.limitWh, example.others.count >= 2, example.targetW % 1_000 == 0 else {
            return
        }
        func step(_ hour: Int) -> Int {
            let days = example.others + [max(hour, example.today ?? 0)]
            return CapacitySteps.common.step(sumWh: days.sorted(by: >).prefix(3).reduce(0, +), count: 3)
                .number
        }
        #expect(step(limitWh) == step(limitWh - 1) + 1)
        if example.targetW == 0 { #expect(step(limitWh - 1) == step(0)) }
    }

    @Test("The budget spreads what is left over the rest of the hour, within 0 and the fuse")
    func power() {
        let budget = Budget(.days([4_000, 3_000]), steps: .common, targetW: 0)
        #expect(budget.powerW(usedWh: 4_000, remainingSeconds: 1_800, maximumPowerW: 20_000) == 8_000)
        #expect(budget.powerW(usedWh: 4_000, remainingSeconds: 60, maximumPowerW: 20_000) == 20_000)
        #expect(budget.powerW(usedWh: 8_000, remainingSeconds: 1_800, maximumPowerW: 20_000) == 0)
        #expect(budget.powerW(usedWh: 9_999, remainingSeconds: 1_800, maximumPowerW: 20_000) == 0)
        #expect(budget.powerW(usedWh: 7_999, remainingSeconds: 0, maximumPowerW: 20_000) == 20_000)
        #expect(budget.powerW(usedWh: 8_000, remainingSeconds: 0, maximumPowerW: 20_000) == 0)
        for used in stride(from: 0, through: 10_000, by: 137) {
            for remaining in stride(from: 1, through: 3_600, by: 61) {
                let watts = budget.powerW(usedWh: used, remainingSeconds: remaining, maximumPowerW: 20_000)
                #expect((0...20_000).contains(watts))
                #expect(watts == 0 || used * 3_600 + watts * remaining <= 8_000 * 3_600)
            }
        }
    }

    @Test("An hour is free when the fuse's full power cannot reach the limit any more")
    func free() {
        let budget = Budget(.days([4_000, 3_000]), steps: .common, targetW: 0)
        #expect(!budget.isFree(usedWh: 0, remainingSeconds: 3_600, maximumPowerW: 8_000))
        #expect(budget.isFree(usedWh: 0, remainingSeconds: 3_600, maximumPowerW: 7_999))
        #expect(budget.isFree(usedWh: 0, remainingSeconds: 3_599, maximumPowerW: 8_000))
        #expect(!budget.isFree(usedWh: 9_000, remainingSeconds: 0, maximumPowerW: 8_000))
        #expect(budget.isFree(usedWh: 7_999, remainingSeconds: 0, maximumPowerW: 8_000))
    }

    @Test("On the last step every hour is free and has the fuse")
    func lastStep() {
        let budget = Budget(.days([200_000, 200_000, 200_000]), steps: .common, targetW: 5_000)
        #expect(budget.isFree(usedWh: 1_000_000, remainingSeconds: 3_600, maximumPowerW: 43_470))
        #expect(budget.powerW(usedWh: 1_000_000, remainingSeconds: 3_600, maximumPowerW: 43_470) == 43_470)
    }

    @Test("A ladder that does not begin with 0 or does not rise is refused")
    func ladders() {
        #expect(CapacitySteps(lowerBoundsW: [0, 1, 2]) != nil)
        #expect(CapacitySteps(lowerBoundsW: [0]) != nil)
        for wrong in [[], [1], [0, 0], [0, 2, 1]] { #expect(CapacitySteps(lowerBoundsW: wrong) == nil) }
        let first = CapacitySteps.common.step(sumWh: 0, count: 1)
        #expect(CapacitySteps.common.step(after: first)?.number == 2)
        #expect(CapacitySteps.common.step(after: CapacitySteps.common.step(sumWh: 400_000, count: 3)) == nil)
    }
}

extension PeakRace {
    /// Three days count; values in Wh.
    static func days(_ others: [Int], _ today: Int? = nil) -> PeakRace {
        PeakRace(places: 3, others: others.map { $0 * 100 }, own: today.map { $0 * 100 })
    }
}
