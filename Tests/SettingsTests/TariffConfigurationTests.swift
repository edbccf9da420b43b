import CheckedYAML
import Civil
import Foundation
import Ledger
import Settings
import Tariffs
import TestSupport
import Testing

@Suite("The configuration's tariff")
struct TariffConfigurationTests {
    private let folder: URL
    private var file: String { folder.appending(path: "k.yaml").path }

    init() throws {
        folder = try Checkout.temporaryFolder()
    }

    private func read(_ text: String) throws -> Configuration {
        try ConfigurationFile.read(text, file: file)
    }

    private func write(_ text: String, _ name: String = "t.yml") throws {
        try text.write(to: folder.appending(path: name), atomically: true, encoding: .utf8)
    }

    private static func tariff(
        _ fixed: (from: String, until: String?, text: String)...,
        group: String = "husholdning"
    ) -> String {
        let tariffs = fixed.map { fixed in
            """
              - kundegrupper: [\(group)]
                gyldig_fra: '\(fixed.from)'
                gyldig_til: '\(fixed.until ?? "")'
                energiledd: { grunnpris: 10 }
                fastledd: { \(fixed.text) }
            """
        }
        return "netteier: Fjordkraftlaget\ntariffer:\n" + tariffs.joined(separator: "\n")
    }

    private static let steps = "terskler: [ { terskel: 0, pris: 12 }, { terskel: 5, pris: 24 } ]"

    @Test("The file lies beside the configuration, and its tariffs make the months' models")
    func schedule() throws {
        try write(
            Self.tariff(
                ("2025-01-01", "2026-01-01", "metode: MND_MAX, terskel_inkludert: false, \(Self.steps)"),
                (
                    "2026-01-01", "2026-03-15",
                    "metode: TRE_DØGNMAX_MND, terskel_inkludert: true, \(Self.steps)"
                ),
                ("2026-03-15", "2026-07-01", "metode: OV_TREFASE, terskel_inkludert: true, \(Self.steps)"),
                ("2026-07-01", "2026-08-01", "metode: FEM_VEKTET_ÅR, terskel_inkludert: true, \(Self.steps)")
            )
        )
        let configuration = try read(
            "tariff: { file: t.yml, customer: household, extra_low_days: [\"12-24\", 12-31] }"
        )
        let capacity = configuration.ledgerSettings(of: configuration.meters[0]).capacity
        func model(_ text: String) throws -> CapacityModel {
            capacity.model(in: try #require(LocalMonth(parsing: text)))
        }
        let ladder = [0, 5_000]
        let included = try #require(CapacitySteps(lowerBoundsW: ladder))
        let excluded = try #require(CapacitySteps(lowerBoundsW: ladder, includesLowerBound: false))
        #expect(try model("2024-12") == .unknown)
        #expect(try model("2025-12") == .monthlyMaximum(excluded))
        #expect(try model("2026-01") == .meanOfDailyMaxima(included))
        // What begins within a month counts from the next.
        #expect(try model("2026-03") == .meanOfDailyMaxima(included))
        #expect(try model("2026-04") == .mainFuse)
        #expect(try model("2026-07") == .weightedWeeklyPeaks(.fjellnett, included))
        // After the last one's end its model goes on.
        #expect(try model("2027-01") == .weightedWeeklyPeaks(.fjellnett, included))
        #expect(
            configuration.tariff.extraLowDays == [MonthDay(month: 12, day: 24), MonthDay(month: 12, day: 31)]
        )
        #expect(configuration.withoutEffect == ["tariff.extra_low_days"])
    }

    @Test(
        "Counties of today and of before are known, in any letters",
        arguments: [
            ("Vestland", County.vestland), ("møre og romsdal", .møreOgRomsdal), ("Hordaland", .hordaland),
        ]
    )
    func county(name: String, county: County) throws {
        let configuration = try read("home: { county: \(name) }")
        #expect(configuration.home.county == county)
        #expect(configuration.withoutEffect.isEmpty)
    }

    static let mistakes: [(String, Int, String, String)] = [
        ("home:\n  county: NO5", 2, "home.county", "Agder, Akershus"),
        ("tariff:\n  file: none.yml", 2, "tariff.file", "is there such a file"),
        ("tariff:\n  file: .", 2, "tariff.file", "is no file"),
        ("tariff:\n  file: /dev/zero", 2, "tariff.file", "is no file"),
        ("tariff:\n  customer: hytte", 2, "tariff.customer", "household, cabin, small_business"),
        ("tariff:\n  file: t.yml\n  customer: cabin", 3, "tariff.customer", "no tariff for fritid"),
        ("tariff:\n  file: t.yml\n  steps_kw: [0, 5]", 3, "tariff.steps_kw", "goes without file"),
        ("tariff:\n  extra_low_days: [24-12]", 2, "tariff.extra_low_days", "12-24"),
    ]

    @Test("What is wrong about it is said with its line and key", arguments: mistakes)
    func mistake(text: String, line: Int, key: String, words: String) throws {
        try write(Self.tariff(("2025-01-01", nil, "metode: MND_MAX, terskel_inkludert: true, \(Self.steps)")))
        let errors = #expect(throws: ConfigurationErrors.self) { try read(text) }
        let error = try #require(errors?.errors.first)
        #expect(errors?.errors.count == 1)
        #expect(error.file == file)
        #expect(error.line == line)
        #expect(error.key == key)
        #expect(error.problem.contains(words), "\(error.problem)")
    }

    @Test(
        "What is wrong in the tariff file is said with that file's line and key, behind the configuration's own"
    )
    func inTheFile() throws {
        try write(Self.tariff(("2025-01-01", nil, "metode: TO_DØGN, terskel_inkludert: true, \(Self.steps)")))
        let errors = #expect(throws: ConfigurationErrors.self) {
            try read("tariff: { file: t.yml }\nhome: { grid: X }")
        }
        #expect(errors?.errors.map(\.key) == ["home.grid", "tariffer[0].fastledd.metode"])
        let path = folder.appending(path: "t.yml").path
        #expect(
            errors?.description.contains("\(path):7: tariffer[0].fastledd.metode: TO_DØGN is not allowed")
                == true
        )
    }

    @Test("A file that is far too long is read no further than that is plain")
    func long() throws {
        try write(String(repeating: "# much ado\n", count: 100_000), "long.yml")
        let errors = #expect(throws: ConfigurationErrors.self) { try read("tariff: { file: long.yml }") }
        #expect(errors?.description.contains("long.yml: longer than 262144 bytes") == true)
    }

    @Test("replay --tariff takes the place of the configuration's steps, and says what is wrong in it")
    func replay() async throws {
        try write(Self.tariff(("2020-01-01", nil, "metode: MND_MAX, terskel_inkludert: true, \(Self.steps)")))
        let input = Checkout.root.appending(path: "captures/kamstrup/new-year.hex").path
        func run(_ name: String) async throws -> (code: Int32, lines: [String]) {
            let path = folder.appending(path: name).path
            return try await RunningProgram.run(
                Checkout.program,
                ["replay", "--json", "--tariff", path, input]
            )
        }
        let report = try JSON(try #require(try await run("t.yml").lines.last))
        let steps = report["months"]?.list.compactMap { $0["step"] } ?? []
        #expect(!steps.isEmpty)
        #expect(steps.allSatisfy { $0["to_kw"]?.int == 5 || $0["from_kw"]?.int == 5 })
        let other = (
            from: "2020-01-01", until: String?.none,
            text: "metode: MND_MAX, terskel_inkludert: true, \(Self.steps)"
        )
        try write(Self.tariff(other, group: "fritid"), "cabin.yml")
        let cabin = try await run("cabin.yml")
        #expect(cabin.code == 1)
        #expect(cabin.lines.first?.contains("cabin.yml: has no tariff for husholdning") == true)
        try write("netteier: X\ntariffer: []", "wrong.yml")
        let wrong = try await run("wrong.yml")
        #expect(wrong.code == 1)
        #expect(
            wrong.lines == [
                "kilovakt: \(folder.path)/wrong.yml:2: tariffer: no tariff for a known group of customers"
            ]
        )
    }
}
