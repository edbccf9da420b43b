import CheckedYAML
import Civil
import Foundation
import Tariffs
import TestSupport
import Testing

/// The files of fri-nettleie that lie beside the checkout (CC-BY-4.0, kraftsystemet.no/fri-nettleie).
@Suite("fri-nettleie's files", .enabled(if: Shared.isPresent, Shared.why))
struct FriNettleieTests {
    private static let names: [String] = {
        let folder = Shared.root.appending(path: "tariffs").path
        return ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).filter {
            $0.hasSuffix(".yml")
        }.sorted()
    }()

    private static func file(_ name: String) throws -> TariffFile {
        try TariffFile(parsing: Shared.text("tariffs/\(name)"), file: name)
    }

    @Test("Every file loads, and what is odd in them is known")
    func all() throws {
        #expect(Self.names.count == 41)
        var warnings: [String] = []
        for name in Self.names {
            let file = try Self.file(name)
            #expect(!file.company.isEmpty && !file.sources.isEmpty && !file.tariffs.isEmpty, "\(name)")
            warnings += file.warnings.map(\.description)
        }
        print(warnings.joined(separator: "\n"))
        #expect(warnings.count == 2)
        #expect(warnings.allSatisfy { $0.hasPrefix("lysna.yml") && $0.contains("6-22") })
    }

    @Test("Each has one tariff for a household or a cabin on the day that the facts are of")
    func current() throws {
        let day = LocalDay(year: 2_026, month: 11, day: 21)
        for name in Self.names {
            let file = try Self.file(name)
            let tariff = file.tariff(on: day, customer: .household) ?? file.tariff(on: day, customer: .cabin)
            #expect(tariff != nil, "\(name)")
        }
    }

    /// The table of known tariffs: steps 1 to 6 in kr a year, low and high price in øre, and whether the high one holds on a
    /// working day, a Saturday and Ascension Day at noon.
    static let known: [(String, [Double], Double, Double, [Bool])] = [
        ("norgesnett", [1_344, 2_232, 3_744, 6_672, 8_976, 10_992], 13.6, 25.6, [true, true, true]),
        ("elvia", [1_440, 2_400, 4_032, 5_616, 7_248, 8_880], 16.99, 28.99, [true, false, false]),
        ("bkk", [1_488, 2_400, 3_984, 5_760, 7_392, 9_024], 10.5, 28.77, [true, false, false]),
        ("glitre", [1_536, 2_232, 3_744, 7_008, 9_264, 11_616], 13.6, 25.6, [true, true, true]),
        (
            "tensio-tn", [1_353.6, 2_726.4, 4_915.2, 7_449.6, 9_993.6, 12_528], 13.702, 27.198,
            [true, true, true]
        ),
        (
            "tensio-ts", [1_257.6, 2_236.8, 3_811.2, 5_616, 7_440, 9_254.4], 10.902, 22.102,
            [true, true, true]
        ),
        ("lede", [2_580, 4_404, 6_216, 8_040, 9_864, 15_324], 11.41, 11.41, [true, true, true]),
        ("arva", [1_020, 2_412, 4_776, 7_140, 9_504, 11_868], 11.6, 23.1, [true, true, true]),
    ]

    @Test("The prices are those that are known", arguments: known)
    func prices(name: String, steps: [Double], low: Double, high: Double, isHigh: [Bool]) throws {
        let file = try Self.file("\(name).yml")
        let tariff = try #require(
            file.tariff(on: LocalDay(year: 2_026, month: 11, day: 21), customer: .household)
        )
        #expect(
            tariff.fixed.steps.prefix(6).map(\.yearlyMicroNOK)
                == steps.map { Int(($0 * 1_000_000).rounded()) }
        )
        let night = tariff.energy.price(on: LocalDay(year: 2_026, month: 11, day: 23), hour: 3)
        #expect(night.microNOK == Int((low * 10_000).rounded()))
        // A Monday, a Saturday, Ascension Day of the year after.
        let days = [(2_026, 11, 23), (2_026, 11, 28), (2_027, 5, 6)].map {
            LocalDay(year: $0.0, month: $0.1, day: $0.2)
        }
        let noons = days.map { tariff.energy.price(on: $0, hour: 12).microNOK }
        #expect(noons == isHigh.map { Int((($0 ? high : low) * 10_000).rounded()) })
        #expect(tariff.energy.price(on: days[0], hour: 22).microNOK == Int((low * 10_000).rounded()))
    }

    @Test(
        "Methods and boundary rules are those of the files",
        arguments: [
            ("alut", FixedPart.Method.mainFuse, false), ("soraurdalenergi", .monthlyMaximum, false),
            ("fjellnett", .fiveWeightedWeeklyPeaks, true), ("bkk", .meanOfThreeDailyMaxima, true),
        ]
    )
    func methods(name: String, method: FixedPart.Method, includes: Bool) throws {
        let fixed = try #require(Self.file("\(name).yml").tariffs.last?.fixed)
        #expect(fixed.method == method)
        #expect(fixed.includesLowerBound == includes)
    }

    @Test(
        "Trap: ladders differ: with and without 2 kW, to other tops, in steps of a kilowatt",
        arguments: [
            ("bkk", [0, 2, 5, 10, 15, 20, 25, 50, 75, 100]), ("fagne", [0, 5, 10, 15, 20, 25, 50, 75, 100]),
            ("lysna", [0, 2, 5, 10, 15, 20, 25]), ("soraurdalenergi", [0, 5, 8, 15, 30, 50]),
            ("denett", [0, 2, 5, 10, 15, 20, 25, 50, 75, 100, 150, 200]),
        ]
    )
    func ladders(name: String, bounds: [Int]) throws {
        let file = try Self.file("\(name).yml")
        let tariff = try #require(
            file.tariff(on: LocalDay(year: 2_026, month: 11, day: 21), customer: .household)
        )
        #expect(tariff.fixed.steps.map(\.lowerThousandths) == bounds.map { $0 * 1_000 })
    }

    @Test("Trap: Lysna's day ends at 22:00 in 2026 as it did before, though the file has 6-22 then")
    func lysna() throws {
        let file = try Self.file("lysna.yml")
        for day in [LocalDay(year: 2_026, month: 7, day: 1), LocalDay(year: 2_026, month: 9, day: 1)] {
            let tariff = try #require(file.tariff(on: day, customer: .household))
            #expect(tariff.energy.price(on: day, hour: 21).name == "Dag")
            #expect(tariff.energy.price(on: day, hour: 22).name == nil)
        }
    }

    /// Area's file lacks the day price of April to December, which its own page has: what it does not say is the base price.
    @Test("Trap: seasonal prices wrap midnight and follow the months")
    func seasons() throws {
        let tariff = try #require(
            Self.file("area-lega.yml").tariff(
                on: LocalDay(year: 2_026, month: 6, day: 1),
                customer: .household
            )
        )
        func price(_ month: Int, _ hour: Int) -> Int {
            tariff.energy.price(on: LocalDay(year: 2_026, month: month, day: 15), hour: hour).microNOK
        }
        let winter = [6, 21, 22, 5].map { price(1, $0) }
        let summer = [6, 21, 22, 5].map { price(6, $0) }
        #expect(winter == [269_000, 269_000, 239_000, 239_000])
        #expect(summer == [239_000, 239_000, 219_000, 219_000])
    }
}
