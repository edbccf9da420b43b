import Civil
import Foundation
import History
import Ledger
import Meters
import TestSupport
import Testing

/// `kilovakt peaks` on a real database, by the program itself.
@Suite("kilovakt peaks", .timeLimit(.minutes(5)))
struct PeaksTests {
    private let folder: URL
    private static let meter = MeterIdentity(
        make: .kaifa,
        id: "6970631401753985",
        model: "MA304H3E",
        list: "KFM_001"
    )

    init() throws {
        folder = try Checkout.temporaryFolder()
    }

    private var database: String { folder.appending(path: "k.db").path }

    private func save(_ hours: [Hour]) throws {
        let store = try HistoryStore(path: database)
        try store.save(hours: hours, of: Self.meter, state: nil, source: "test")
    }

    /// - Parameter tariff: lines of the section `tariff`, in braces.
    private func peaks(
        _ month: String,
        home: String = "",
        tariff: String = "",
        _ options: [String] = ["--json"]
    )
        async throws -> (code: Int32, lines: [String])
    {
        let file = folder.appending(path: "kilovakt.yaml")
        let text = "home: { \(home) }\ntariff: { \(tariff) }\nstorage: { path: \(database) }\n"
        try text.write(to: file, atomically: true, encoding: .utf8)
        return try await RunningProgram.run(
            Checkout.program,
            ["peaks", month, "--config", file.path] + options
        )
    }

    private func report(_ month: String, home: String = "", tariff: String = "") async throws -> JSON {
        let result = try await peaks(month, home: home, tariff: tariff)
        #expect(result.code == 0, "\(result.lines)")
        return try JSON(try #require(result.lines.last))
    }

    private static func hour(_ start: String, _ wh: Int, _ quality: HourQuality = .measured) -> Hour {
        Hour(start: utc("\(start):00:00Z"), importWh: wh, exportWh: 0, quality: quality)
    }

    private static func write(_ text: String, to file: URL) throws {
        try text.write(to: file, atomically: true, encoding: .utf8)
    }

    private static func tariff(_ method: String, from: String = "2026-01-01", _ steps: String) -> String {
        """
        netteier: Fjordkraftlaget AS
        tariffer:
          - kundegrupper: [husholdning]
            gyldig_fra: '\(from)'
            energiledd: { grunnpris: 10 }
            fastledd: { metode: \(method), terskel_inkludert: true, terskler: [ \(steps) ] }
        """
    }

    // MARK: - Invoices

    private struct Invoice: Decodable {
        var hours: [Line]

        struct Line: Decodable {
            var start_local: String
            var kwh: Double
        }
    }

    private static func invoice(_ name: String) throws -> [Hour] {
        let data = Data(try Shared.text("invoices/\(name)").utf8)
        return try JSONDecoder().decode(Invoice.self, from: data).hours.map { line in
            let date = try Date(line.start_local, strategy: .iso8601)
            let wh = Int((line.kwh * 1_000).rounded())
            let start = Instant(unixSeconds: Int64(date.timeIntervalSince1970))
            return Hour(start: start, importWh: wh, exportWh: 0, quality: .measured)
        }
    }

    /// As the invoices print them: the label is the hour's local start. kWh there are the grid company's, here the meter's: the
    /// facts allow 20 W between them.
    static let invoices:
        [(month: String, file: String, peaks: [(String, Double)], mean: Double, step: [Int], nok: Double)] = [
            (
                "2025-12", "bkk-desember_2025.json",
                [("2025-12-31T16:00", 6.233), ("2025-12-06T10:00", 5.656), ("2025-12-30T12:00", 5.572)],
                5.820, [5, 10], 415
            ),
            (
                "2026-02", "bkk-februar_2026.json",
                [("2026-02-06T08:00", 5.909), ("2026-02-10T16:00", 5.733), ("2026-02-03T09:00", 5.477)],
                5.706, [5, 10], 415
            ),
            ("2026-04", "bkk-april_2026.json", [("2026-04-06T13:00", 5.939)], 4.993, [2, 5], 250),
        ]

    @Test(
        "Three months give the top hours, the mean, the step and the kroner of their invoices",
        .enabled(if: Shared.isPresent, Shared.why)
    )
    func invoices() async throws {
        for invoice in Self.invoices { try save(try Self.invoice(invoice.file)) }
        let file = Shared.root.appending(path: "tariffs/bkk.yml").path
        for invoice in Self.invoices {
            let report = try await report(
                invoice.month,
                home: "county: Vestland",
                tariff: "file: \"\(file)\""
            )
            let peaks = report["peaks"]?.list ?? []
            #expect(peaks.count == 3)
            for (peak, expected) in zip(peaks, invoice.peaks) {
                #expect(peak["start_local"]?.text?.hasPrefix(expected.0) == true)
                #expect(abs(Double(peak["import_wh"]?.int ?? 0) / 1_000 - expected.1) <= 0.02)
            }
            #expect(abs((report["mean_kw"]?.double ?? 0) - invoice.mean) <= 0.02)
            #expect([report["step"]?["from_kw"]?.int, report["step"]?["to_kw"]?.int] == invoice.step)
            #expect(report["month_nok"]?.double == invoice.nok)
            #expect(report["vat_percent"]?.int == 25)
            #expect(report["close_to_limit"] == .bool(invoice.month == "2026-04"))
            #expect(report["provisional"] == .bool(false))
        }
        let whole = try await report("2026-02", home: "county: Vestland", tariff: "file: \"\(file)\"")
        #expect(whole["missing_hours"]?.int == 0)
        #expect(whole["months"]?.list.last?["missing_hours"]?.int == 0)
        let april = try await report("2026-04", home: "county: Vestland", tariff: "file: \"\(file)\"")
        #expect(april["next_step_month_nok"]?.double == 415)
        #expect((april["to_next_step_kw"]?.double ?? 1) <= 0.02)
        #expect(
            april["months"]?.list.map { $0["month_nok"]?.double } == [
                nil, nil, nil, nil, nil, nil, nil, 415, nil, 415, nil, 250,
            ]
        )
        #expect(april["tariff"]?["company"]?.text == "BKK AS")
        #expect(april["tariff"]?["valid_from"]?.text == "2026-01-01")
        let north = try await report("2026-04", home: "county: Nordland", tariff: "file: \"\(file)\"")
        #expect(north["month_nok"]?.double == 200)
        #expect(north["vat_percent"]?.int == 0)
        let text = try await peaks("2026-04", home: "county: Vestland", tariff: "file: \"\(file)\"", [])
        #expect(
            text.lines.contains { $0.hasPrefix("step   2: 2–5 kW, 250.00 kr a month, close to the limit") }
        )
        #expect(text.lines.contains { $0.contains("2026-04-06 13:00") && $0.hasSuffix("counts, no. 1") })
    }

    // MARK: - What is not certain

    @Test("Before the third day all is provisional, and an uncertain hour is named and does not count")
    func provisional() async throws {
        try save([
            Self.hour("2026-01-05T07", 3_000), Self.hour("2026-01-05T08", 9_000, .gap),
            Self.hour("2026-01-06T07", 4_000),
        ])
        let report = try await report("2026-01")
        #expect(report["provisional"] == .bool(true))
        #expect(report["mean_kw"]?.double == 3.5)
        #expect(
            report["peaks"]?.list.map { $0["start_local"]?.text } == [
                "2026-01-06T08:00:00+01:00", "2026-01-05T08:00:00+01:00",
            ]
        )
        #expect(report["uncertain"]?.list.map { $0["import_wh"]?.int } == [9_000])
        let notices = report["notices"]?.list.compactMap(\.text) ?? []
        #expect(notices.contains { $0.hasPrefix("provisional until the third day") })
        #expect(notices.contains { $0.hasPrefix("1 uncertain hour may be higher") })
        #expect(notices.contains { $0.hasPrefix("kroner are not known") })
        // January's 744 less the three that are there.
        #expect(report["missing_hours"]?.int == 741)
        #expect(notices.contains("nothing is known of 741 hours of the month: a peak may be among them"))
        let text = try await peaks("2026-01", [])
        #expect(text.lines.contains { $0.contains("2026-01-05 09:00  9.000 kWh  uncertain, does not count") })
        #expect(!text.lines.contains { $0.contains("2025-12") }, "nothing is known of it")
    }

    @Test(
        "Within 20 W of a bound, on either side, the month is close to the limit",
        arguments: [
            (4_980, true), (4_979, false), (5_000, true), (5_020, true), (5_021, false),
        ]
    )
    func close(wh: Int, isClose: Bool) async throws {
        try save((1...3).map { Self.hour("2026-01-0\($0)T12", wh) })
        let report = try await report("2026-01")
        #expect(report["close_to_limit"] == .bool(isClose))
    }

    // MARK: - Other methods

    @Test("The main fuse's price is the fuse's, and no hour has a step")
    func mainFuse() async throws {
        try save([Self.hour("2026-01-05T07", 9_000)])
        try Self.write(
            Self.tariff("OV_TREFASE", "{ terskel: 0, pris: 3600 }, { terskel: 63, pris: 4800 }"),
            to: folder.appending(path: "t.yml")
        )
        let report = try await report("2026-01", home: "main_fuse_amps: 63", tariff: "file: t.yml")
        #expect(report["method"]?.text == "main_fuse")
        #expect(report["step"] == nil)
        #expect(report["month_nok"]?.double == 400)
        #expect(report["vat_percent"] == nil)
        let unknown = try await self.report("2026-01", tariff: "file: t.yml")
        #expect(unknown["month_nok"] == nil)
        #expect(unknown["notices"]?.list.contains { $0.text?.contains("main_fuse_amps") == true } == true)
    }

    @Test("Weekly peaks are paid by the kilowatt, and what is assumed about them is said")
    func weekly() async throws {
        // 10 kW in a week of July counts 2.5 kW; 5 kW in January all.
        try save([Self.hour("2025-07-15T12", 10_000), Self.hour("2026-01-06T12", 5_000)])
        try Self.write(
            Self.tariff(
                "FEM_VEKTET_ÅR",
                from: "2025-01-01",
                "{ terskel: 0, pris: 2000 }, { terskel: 1, pris: 2600 }, { terskel: 5, pris: 5000 }"
            ),
            to: folder.appending(path: "t.yml")
        )
        let report = try await report("2026-01", home: "county: Innlandet", tariff: "file: t.yml")
        #expect(report["mean_kw"]?.double == 3.75)
        #expect(report["peaks"]?.list.map { $0["weight_percent"]?.int } == [nil, 25])
        // (2000 + 3.75 × 600) / 12 × 1.25
        #expect(report["month_nok"] == .number(Decimal(44_271) / 100))
        #expect(report["provisional"] == .bool(true))
        #expect(report["notices"]?.list.contains { $0.text?.contains("is assumed") == true } == true)
    }

    @Test("A method that nobody knows has no step and no price")
    func unknown() async throws {
        try save((1...3).map { Self.hour("2026-01-0\($0)T12", 6_000) })
        let text = Self.tariff("UKJENT", "{ terskel: 0, pris: 3600 }")
        try Self.write(text, to: folder.appending(path: "t.yml"))
        let report = try await report("2026-01", tariff: "file: t.yml")
        #expect(report["step"] == nil && report["mean_kw"] == nil && report["month_nok"] == nil)
        #expect(report["days"]?.list.count == 3)
    }

    @Test("A price by a tariff of an earlier year is marked, and a month without a single hour has none")
    func oldTariff() async throws {
        try save((1...3).map { Self.hour("2027-01-0\($0)T12", 6_000) } + [Self.hour("2026-11-02T12", 3_000)])
        try Self.write(
            Self.tariff("MND_MAX", "{ terskel: 0, pris: 3600 }, { terskel: 5, pris: 4800 }"),
            to: folder.appending(path: "t.yml")
        )
        let home = "county: Oslo"
        let known = try await report("2027-01", home: home, tariff: "file: t.yml")
        #expect(known["month_nok"]?.double == 500)
        let notice = "kroner are by the tariff from 2026-01-01"
        #expect(known["notices"]?.list.contains { $0.text?.hasPrefix(notice) == true } == true)
        let thisYear = try await report("2026-11", home: home, tariff: "file: t.yml")
        #expect(thisYear["notices"]?.list.contains { $0.text?.hasPrefix(notice) == true } == false)
        let empty = try await report("2027-02", home: home, tariff: "file: t.yml")
        #expect(empty["month_nok"] == nil && empty["step"] == nil)
        let text = try await peaks("2027-01", home: home, tariff: "file: t.yml", [])
        #expect(text.lines.contains { $0.hasPrefix("  2026-11") })
        #expect(!text.lines.contains { $0.hasPrefix("  2026-12") })
    }

    @Test("A month that the file has no tariff for has no price, and says so")
    func noTariff() async throws {
        try save((1...3).map { Self.hour("2025-12-0\($0)T12", 6_000) })
        try Self.write(
            Self.tariff("MND_MAX", "{ terskel: 0, pris: 3600 }"),
            to: folder.appending(path: "t.yml")
        )
        let report = try await report("2025-12", home: "county: Oslo", tariff: "file: t.yml")
        #expect(report["month_nok"] == nil)
        #expect(
            report["notices"]?.list.contains { $0.text?.contains("has no tariff for 2025-12") == true }
                == true
        )
    }

    // MARK: - Errors

    @Test("What is missing is said, with exit code 1; a wrong month with 2")
    func errors() async throws {
        let none = try await peaks("2026-01")
        #expect(none.code == 1)
        #expect(
            none.lines == [
                "kilovakt: \(database): the file does not exist; the daemon writes it, or storage.path in the configuration names another one"
            ]
        )
        #expect(!FileManager.default.fileExists(atPath: database))
        let wrong = try await peaks("2026-13")
        #expect(wrong.code == 2)
        _ = try HistoryStore(path: database)
        let empty = try await peaks("2026-01")
        #expect(empty.code == 1)
        #expect(empty.lines.first?.contains("no hour has closed yet") == true)
        try save([Self.hour("2026-01-05T07", 9_000)])
        let other = try await report("2026-03")
        #expect(other["notices"]?.list.first?.text == "no certain hour of 2026-03 is known")
        #expect(other["peaks"]?.list.isEmpty == true)
    }

    @Test("A file that is no database is said to be none, and stays as it is")
    func noDatabase() async throws {
        try Self.write(String(repeating: "not a database ", count: 100), to: folder.appending(path: "k.db"))
        let result = try await peaks("2026-01")
        #expect(result.code == 1)
        #expect(result.lines.first?.contains("not a kilovakt database") == true)
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasPrefix("k.db") }
                == ["k.db"]
        )
    }

    @Test("It reads while another has the database open for writing, and changes nothing")
    func beside() async throws {
        let store = try HistoryStore(path: database)
        try store.save(hours: [Self.hour("2026-01-05T07", 9_000)], of: Self.meter, state: nil, source: "test")
        #expect(try await report("2026-01")["days"]?.list.count == 1)
        try store.save(hours: [Self.hour("2026-01-06T07", 8_000)], of: Self.meter, state: nil, source: "test")
        #expect(try await report("2026-01")["days"]?.list.count == 2)
    }
}
