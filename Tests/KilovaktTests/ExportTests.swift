import Civil
import Foundation
import History
import Ledger
import Meters
import TestSupport
import Testing

@Suite("export, and import hours", .timeLimit(.minutes(10)))
struct ExportTests {
    /// A year of hours with every quality, some of them settled, some missing.
    private static func fill(_ history: TestHistory) throws {
        let first = LocalCalendar.oslo.start(of: LocalMonth(year: 2026, month: 1))
        let qualities: [HourQuality] = [.measured, .split, .integrated, .gap]
        let hours = (0..<8_760).filter { $0 % 501 != 500 }.map { index in
            Hour(
                start: first.adding(seconds: Int64(index) * 3_600),
                importWh: 500 + index * 7 % 3_000,
                exportWh: index % 5,
                quality: index % 97 == 3 ? qualities[index % 4] : .measured
            )
        }
        try history.measure(hours)
        let store = try HistoryStore(path: history.path)
        try store.update { session in
            for index in stride(from: 100, to: 8_760, by: 50) {
                let origin: SettledOrigin = index % 100 == 0 ? .edited : .imported(quality: "Målt")
                let energy = SettledEnergy(wattHours: 4_000 + index, origin: origin)
                let start = first.adding(seconds: Int64(index) * 3_600)
                try session.settle(
                    HourRecord(start: start, settledImport: energy, settledExport: energy),
                    of: TestHistory.meter.id
                )
            }
        }
    }

    @Test("What is exported and imported into an empty history is exported the same, byte by byte")
    func roundTrip() async throws {
        let history = try TestHistory()
        try Self.fill(history)
        let exported = try await history.run("export", "hours", "--csv")
        #expect(exported.lines[0] == "start,import_wh,export_wh,quality")
        #expect(exported.lines[1] == "2025-12-31T23:00:00Z,500,0,measured")
        #expect(exported.lines.count > 8_700)
        let copy = try TestHistory()
        let file = try copy.file("hours.csv", exported.lines.joined(separator: "\n") + "\n")
        let report = try await copy.report("import", "hours", file, "--meter", TestHistory.meter.id)
        #expect(report[path: "hours.new"]?.int == exported.lines.count - 1)
        #expect(report["problem_count"]?.int == 0)
        #expect(try await copy.run("export", "hours").lines == exported.lines)
        let again = try await copy.report("import", "hours", file)
        #expect(again[path: "hours.unchanged"]?.int == exported.lines.count - 1)
        // And into the history that it is from: there is nothing to do either.
        let back = try await history.report("import", "hours", file)
        #expect(back[path: "hours.changed"]?.int == 0)
        #expect(back[path: "hours.new"]?.int == 0)
    }

    @Test("A row that was settled counts, any other only fills a hole")
    func importHours() async throws {
        let history = try TestHistory()
        let start = utc("2026-04-10T00:00:00Z")
        try history.measure(
            (0..<3).map {
                Hour(start: start.adding(seconds: $0 * 3_600), importWh: 100, exportWh: 0, quality: .gap)
            }
        )
        let file = try history.file(
            "h.csv",
            """
            start,import_wh,export_wh,quality
            2026-04-10T00:00:00Z,500,1,edited
            2026-04-10T01:00:00Z,600,1,measured
            2026-04-10T05:00:00Z,700,1,measured
            2026-04-10T05:30:00Z,700,1,measured
            2026-04-10T06:00:00Z,-1,1,measured
            2026-04-10T07:00:00Z,700,1,guessed
            2026-04-10T08:00:00Z,700
            2026-04-10T05:00:00Z,701,1,measured
            """
        )
        let report = try await history.report("import", "hours", file)
        #expect(report[path: "hours.changed"]?.int == 1)
        #expect(report[path: "hours.kept"]?.int == 1)
        #expect(report[path: "hours.new"]?.int == 1)
        #expect(report["problems"]?.list.compactMap { $0["line"]?.int } == [5, 6, 7, 8, 9])
        #expect(
            try await history.run("export", "hours").lines.dropFirst() == [
                "2026-04-10T00:00:00Z,500,1,edited", "2026-04-10T01:00:00Z,100,0,gap",
                "2026-04-10T02:00:00Z,100,0,gap", "2026-04-10T05:00:00Z,700,1,measured",
            ]
        )
        // A person's word stands above Elhub's.
        let elhub = try history.file("e.csv", elhub2026([(start, 900)]))
        #expect(try await history.report("import", "elhub", elhub)[path: "hours.kept"]?.int == 1)
        let refused = try await history.run("import", "hours", elhub)
        #expect(refused.code == 1)
        #expect(refused.lines[0].contains("the first line has to begin with start,import_wh"))
    }

    @Test("Both series: what was measured and what was settled stand beside each other")
    func series() async throws {
        let history = try TestHistory()
        let start = utc("2026-04-10T00:00:00Z")
        try history.measure([Hour(start: start, importWh: 100, exportWh: 2, quality: .measured)])
        try await history.run("import", "elhub", history.file("e.csv", elhub2026([(start, 103)])))
        let csv = try await history.run("export", "hours", "--series", "both")
        #expect(
            csv.lines == [
                "start,import_wh,export_wh,quality,measured_import_wh,measured_export_wh,measured_quality,settled_import_wh,settled_export_wh",
                "2026-04-10T00:00:00Z,103,2,imported,100,2,measured,103,",
            ]
        )
        let days = try await history.run("export", "days", "--series", "both")
        #expect(days.lines[1] == "2026-04-10,103,2,1,0,0,100,2,103,0")
        let day = try JSON(try await history.run("export", "days", "--json").lines[0])
        #expect(day["day"]?.text == "2026-04-10")
        #expect(day[path: "measured.import_wh"]?.int == 100)
        #expect(day[path: "settled.import_wh"]?.int == 103)
    }

    @Test("Days have 23, 24 or 25 hours, months begin at 22 or 23 o'clock UTC, and what is missing is said")
    func periods() async throws {
        let history = try TestHistory()
        let first = LocalCalendar.oslo.start(of: LocalMonth(year: 2026, month: 1))
        let last = LocalCalendar.oslo.start(of: LocalMonth(year: 2027, month: 1))
        var hours: [Hour] = []
        var start = first
        while start < last {
            hours.append(Hour(start: start, importWh: 1_000, exportWh: 0, quality: .measured))
            start = start.adding(seconds: 3_600)
        }
        hours.removeAll { LocalCalendar.oslo.day(of: $0.start) == LocalDay(year: 2026, month: 7, day: 3) }
        hours[5].quality = .gap
        try history.measure(hours)
        let days = try await history.run("export", "days")
        #expect(days.lines.count == 366)
        #expect(days.lines[0] == "day,import_wh,export_wh,hours,missing,uncertain")
        #expect(days.lines[1] == "2026-01-01,24000,0,24,0,1")
        #expect(days.lines.contains("2026-03-29,23000,0,23,0,0"))
        #expect(days.lines.contains("2026-10-25,25000,0,25,0,0"))
        #expect(days.lines.contains("2026-07-03,0,0,0,24,0"))
        let months = try await history.run("export", "months")
        #expect(months.lines[1] == "2026-01,744000,0,744,0,1")
        #expect(months.lines[3] == "2026-03,743000,0,743,0,0")
        #expect(months.lines[7] == "2026-07,720000,0,720,24,0")
        #expect(months.lines[10] == "2026-10,745000,0,745,0,0")
        #expect(months.lines.count == 13)
        let some = try await history.run("export", "months", "--from", "2026-02", "--to", "2026-03-15")
        #expect(some.lines.dropFirst() == ["2026-02,672000,0,672,0,0", "2026-03,336000,0,336,0,0"])
        #expect(try await history.run("export", "days", "--from", "2026-02-30").code == 2)
        #expect(try await history.run("export", "days", "--csv", "--json").code == 2)
    }

    @Test("Quarters and minutes of a replay are in the history, beside its hours")
    func details() async throws {
        let history = try TestHistory()
        let capture = history.folder.appending(path: "capture.txt").path
        let simulate = [
            "simulate", "--make", "kaifa", "--from", "2026-01-15T05:59:00Z", "--hours", "3", "--out", capture,
        ]
        #expect(try await RunningProgram.run(Checkout.program, simulate).code == 0)
        try await history.run("replay", capture)
        let store = try HistoryStore(path: history.path)
        let meter = try #require(try store.metersWithHours().first)
        let start = utc("2026-01-15T06:00:00Z")
        let hour = try #require(
            try store.hours(of: meter, from: start, to: start.adding(seconds: 3_600)).first
        )
        let quarters = try store.quarters(of: meter, from: start, to: start.adding(seconds: 3_600))
        #expect(quarters.count == 4)
        #expect(quarters.reduce(0) { $0 + $1.energy.importWh } == hour.importWh)
        let minutes = try #require(
            try store.minutes(of: meter, from: start, to: start.adding(seconds: 3_600)).first
        )
        let seen = minutes.minutes.compactMap { $0?.importW }
        #expect(seen.count >= 59)
        #expect(abs(seen.reduce(0, +) / 60 - hour.importWh) <= hour.importWh / 20)
    }

    @Test("Where there is no history there is nothing to export, and none is made")
    func none() async throws {
        let history = try TestHistory()
        let result = try await history.run("export", "hours")
        #expect(result.code == 1)
        #expect(result.lines[0].contains("the file does not exist"))
        #expect(!FileManager.default.fileExists(atPath: history.path))
    }
}
