import Civil
import Foundation
import History
import Ledger
import Meters
import TestSupport
import Testing

@Suite("import elhub", .timeLimit(.minutes(10)))
struct ImportElhubTests {
    static let first = utc("2026-04-09T22:00:00Z")

    private static func start(_ offset: Int) -> Instant { first.adding(seconds: Int64(offset) * 3_600) }

    /// Four days of April: one watt-hour too much in each hour, the tenth not seen whole, the eleventh and twelfth not seen at
    /// all, and five Wh too little in the twentieth.
    private static func measured() -> [Hour] {
        (0..<96).filter { $0 != 10 && $0 != 11 }.map { offset in
            let hour = Hour(
                start: start(offset),
                importWh: truth(offset) + 1,
                exportWh: 0,
                quality: .measured
            )
            switch offset {
            case 9: return Hour(start: hour.start, importWh: 17, exportWh: 0, quality: .gap)
            case 19: return Hour(start: hour.start, importWh: truth(offset) - 5, exportWh: 0, quality: .split)
            default: return hour
            }
        }
    }

    /// The highest hours are those that were not seen.
    private static func truth(_ offset: Int) -> Int {
        offset == 10
            ? 6_500 : offset == 9 ? 6_400 : 1_000 + offset * 7 % 400 + (offset % 24 == 16 ? 3_000 : 0)
    }

    private static func rows(_ offsets: some Sequence<Int>) -> [(start: Instant, wattHours: Int)] {
        offsets.map { (start($0), truth($0)) }
    }

    @Test("It says what changed, which gaps it repaired, which peaks follow and how far the hours were off")
    func report() async throws {
        let history = try TestHistory()
        try history.measure(Self.measured())
        let file = try history.file("april.csv", elhub2026(Self.rows(-24..<97)))
        let before = history.bytes()
        let planned = try await history.report("import", "elhub", file, "--dry-run")
        #expect(history.bytes() == before)
        let report = try await history.report("import", "elhub", file)
        for key in ["hours", "repaired", "months", "deviation"] { #expect(report[key] == planned[key]) }
        #expect(planned["dry_run"] == .bool(true))

        #expect(report[path: "hours.new"]?.int == 24 + 1 + 2)
        #expect(report[path: "hours.changed"]?.int == 94)
        #expect(report[path: "hours.unchanged"]?.int == 0)
        #expect(report["meter"]?.text == "5706567202753025")
        #expect(report["from"]?.text == "2026-04-08T22:00:00Z")
        #expect(report["to"]?.text == "2026-04-13T23:00:00Z")
        let repaired = report["repaired"]?.list ?? []
        #expect(repaired.map { $0["from"]?.text } == ["2026-04-10T07:00:00Z"])
        #expect(repaired.map { $0["to"]?.text } == ["2026-04-10T10:00:00Z"])
        #expect(repaired.map { $0["hours"]?.int } == [3])

        // 92 hours of one Wh too much and one of five too little.
        #expect(report[path: "deviation.import.hours"]?.int == 93)
        #expect(report[path: "deviation.import.mean_wh"]?.double == 0.9)
        #expect(report[path: "deviation.import.mean_absolute_wh"]?.double == 1)
        #expect(report[path: "deviation.import.largest_wh"]?.int == -5)
        #expect(report[path: "deviation.import.largest_at"]?.text == Self.start(19).description)
        #expect(report[path: "deviation.export"] == nil)

        let month = try #require(report["months"]?.list.first)
        #expect(report["months"]?.list.count == 1)
        #expect(month["month"]?.text == "2026-04")
        #expect(month["step_changed"] == .bool(false))
        #expect(month["peaks_changed"] == .bool(true))
        let peaks = month[path: "after.peaks"]?.list.compactMap { $0["import_wh"]?.int }
        let days = (-1..<4).map { day in (0..<24).map { Self.truth(day * 24 + $0) }.max() ?? 0 }
        #expect(peaks == Array(days.sorted(by: >).prefix(3)))
    }

    @Test("Again, it changes nothing, and says so; not a byte of the file either")
    func again() async throws {
        let history = try TestHistory()
        try history.measure(Self.measured())
        let file = try history.file("april.csv", elhub2026(Self.rows(0..<96)))
        _ = try await history.run("import", "elhub", file)
        let bytes = history.bytes()
        let again = try await history.report("import", "elhub", file)
        #expect(again[path: "hours.unchanged"]?.int == 96)
        #expect(again["months"] == .list([]))
        #expect(again["repaired"] == .list([]))
        #expect(again[path: "deviation.import.hours"]?.int == 93)
        #expect(history.bytes() == bytes)
        let text = try await history.run("import", "elhub", file)
        #expect(text.code == 0)
        #expect(text.lines[0].hasSuffix("nothing to change"))
    }

    @Test(
        "Elhub's hour counts, the measured one is kept beside it, and what is measured later disturbs nothing"
    )
    func override() async throws {
        let history = try TestHistory()
        try history.measure(Self.measured())
        try await history.run("import", "elhub", history.file("april.csv", elhub2026(Self.rows(0..<96))))
        try history.measure([Hour(start: Self.start(3), importWh: 9_999, exportWh: 0, quality: .measured)])
        let line = try await history.run(
            "export",
            "hours",
            "--json",
            "--from",
            "\(Self.start(3))",
            "--to",
            "\(Self.start(4))"
        )
        let hour = try JSON(line.lines[0])
        #expect(line.lines.count == 1)
        #expect(hour["import_wh"]?.int == Self.truth(3))
        #expect(hour["quality"]?.text == "imported")
        #expect(hour[path: "measured.import_wh"]?.int == 9_999)
        #expect(hour[path: "settled.import.quality"]?.text == "Målt")
    }

    @Test("Production and consumption, in two files or in one, are told apart by what is in them")
    func directions() async throws {
        let production = elhub2026(Self.rows(0..<48), name: "KWH 60 Produksjon")
        let consumption = elhub2026(Self.rows(0..<48))
        let body = consumption.split(separator: "\n").dropFirst().joined(separator: "\n")
        for files in [["a.csv": production, "b.csv": consumption], ["both.csv": production + body]] {
            let history = try TestHistory()
            let paths = try files.map { try history.file($0.key, $0.value) }
            let arguments =
                ["import", "elhub"] + paths + ["--meter", "77", "--json", "--database", history.path]
            let result = try await RunningProgram.run(Checkout.program, arguments)
            #expect(result.code == 0)
            #expect(try JSON(result.lines[0])[path: "hours.new"]?.int == 48)
            let csv = try await history.run("export", "hours")
            #expect(csv.lines[1] == "2026-04-09T22:00:00Z,1000,1000,imported")
            #expect(csv.lines.count == 49)
        }
    }

    @Test("Quarters make hours, and are kept")
    func quarters() async throws {
        let history = try TestHistory()
        let times = ["00:00", "00:15", "00:30", "00:45", "01:00"]
        let rows = (0..<4).map { "01.02.2023 \(times[$0]);01.02.2023 \(times[$0 + 1]);0,10\($0);Målt\n" }
        let file = try history.file("q.csv", "Fra;Til;KWH 15 Forbruk;Kvalitet\n" + rows.joined())
        let report = try await history.report("import", "elhub", file, "--meter", "77")
        #expect(report[path: "hours.new"]?.int == 1)
        let again = try await history.report("import", "elhub", file)
        #expect(again[path: "hours.unchanged"]?.int == 1)
        let quarters = try HistoryStore(path: history.path)
            .quarters(of: "77", from: utc("2023-01-31T23:00:00Z"), to: utc("2023-02-01T00:00:00Z"))
        #expect(quarters.map(\.energy.importWh) == [100, 101, 102, 103])
    }

    @Test("What was registered later is a correction, and an older file does not undo it")
    func corrections() async throws {
        let history = try TestHistory()
        let old = try history.file(
            "old.csv",
            elhub2026([(Self.first, 1_000)], registered: "2026-04-11T06:00:00+02:00")
        )
        let new = try history.file(
            "new.csv",
            elhub2026([(Self.first, 1_200)], registered: "2026-04-20T06:00:00+02:00")
        )
        for (file, key) in [(old, "new"), (new, "changed"), (old, "kept"), (new, "unchanged")] {
            let report = try await history.report("import", "elhub", file, "--meter", "77")
            #expect(report[path: "hours.\(key)"]?.int == 1, "\(report)")
        }
        #expect(try await history.run("export", "hours").lines.last == "2026-04-09T22:00:00Z,1200,0,imported")
    }

    @Test("Bad rows are said with file and line, and the others are taken")
    func badRows() async throws {
        let history = try TestHistory()
        let good = elhub2026(Self.rows(0..<2))
        let file = try history.file(
            "a.csv",
            good + "2026-04-10T05:00:00+02:00;then;KWH 60 Forbruk;1;kWh;Målt;\n"
        )
        let result = try await history.run("import", "elhub", file, "--meter", "77")
        #expect(result.code == 0)
        #expect(
            result.lines.contains(
                "kilovakt: \(file):4: \"then\" is not a time; 2026-04-01T00:00:00+02:00 or 01.04.2026 00:00 is"
            )
        )
        #expect(result.lines.contains("rows not taken: 1"))
        #expect(try await history.run("export", "hours").lines.count == 3)
    }

    @Test("A file that is not Elhub's is refused, and nothing of the others is taken")
    func refused() async throws {
        let history = try TestHistory()
        try history.measure(Self.measured())
        let bytes = history.bytes()
        let good = try history.file("a.csv", elhub2026(Self.rows(0..<2)))
        let bad = try history.file("b.csv", "name,price\nmilk,19\n")
        let result = try await history.run("import", "elhub", good, bad)
        #expect(result.code == 1)
        #expect(result.lines.count == 1)
        #expect(result.lines[0].hasPrefix("kilovakt: \(bad): not a file of Elhub's"))
        #expect(history.bytes() == bytes)
        let missing = try await history.run("import", "elhub", good + "x")
        #expect(missing.code == 1)
        let misuse = try await history.run("import", "elhub")
        #expect(misuse.code == 2)
        let empty = try history.file("c.csv", "Fra;Til;KWH 60 Forbruk\nx\n")
        #expect(try await history.run("import", "elhub", empty).code == 1)
    }

    @Test("Whose hours they are has to be clear")
    func meters() async throws {
        let history = try TestHistory()
        let file = try history.file("a.csv", elhub2026(Self.rows(0..<2)))
        let none = try await history.run("import", "elhub", file)
        #expect(none.code == 1)
        #expect(none.lines[0].contains("name it with --meter"))
        #expect(!FileManager.default.fileExists(atPath: history.path))
        #expect(
            try await history.run("import", "elhub", file, "--meter", "a/b").lines[0].contains(
                "not the number of a meter"
            )
        )
        try history.measure(Self.measured())
        #expect(
            try await history.run("import", "elhub", file, "--meter", "78").lines[0].contains(
                "no meter 78 in the history"
            )
        )
        let other = MeterIdentity(make: .aidon, id: "7359992890941742", model: "6525", list: "AIDON_V0001")
        try history.measure(
            [Hour(start: Self.first, importWh: 1, exportWh: 0, quality: .measured)],
            of: other
        )
        let several = try await history.run("import", "elhub", file)
        #expect(several.code == 1)
        #expect(several.lines[0].contains("5706567202753025, 7359992890941742"))
        let named = try await history.report("import", "elhub", file, "--meter", other.id)
        #expect(named["meter"]?.text == other.id)
        #expect(try await history.run("export", "hours").code == 1)
        let exported = try await history.run("export", "hours", "--meter", other.id)
        #expect(exported.lines.dropFirst().first == "2026-04-09T22:00:00Z,1000,0,imported")
    }

    @Test(
        "The months of real invoices come out with the invoice's peaks and step",
        .enabled(if: Shared.isPresent, Shared.why),
        arguments: ["december_2025", "february_2026"]
    )
    func invoices(month: String) async throws {
        let expected = try #require(JSON(Shared.text("invoices/expected.json"))[month])
        let hours =
            try JSON(Shared.text("invoices/\(try #require(expected["hours"]?.text))"))["hours"]?.list ?? []
        let rows = try hours.map { hour in
            let start = try #require(hour["start_local"]?.text.map(utc))
            return (start: start, wattHours: Int((try #require(hour["kwh"]?.double) * 1_000).rounded()))
        }
        let history = try TestHistory()
        let report = try await history.report(
            "import",
            "elhub",
            history.file("a.csv", elhub2026(rows)),
            "--meter",
            "77"
        )
        let after = try #require(report["months"]?.list.last?["after"])
        let peaks = after["peaks"]?.list.compactMap { $0["import_wh"]?.int } ?? []
        let invoiced = expected["peaks"]?.list.compactMap { $0.list.last?.double } ?? []
        #expect(peaks.count == 3)
        for (ours, theirs) in zip(peaks, invoiced) { #expect(abs(Double(ours) / 1_000 - theirs) <= 0.02) }
        #expect(after[path: "step.from_kw"] == expected["capacity_step_kw"]?.list.first)
        #expect(after[path: "step.to_kw"] == expected["capacity_step_kw"]?.list.last)
    }
}
