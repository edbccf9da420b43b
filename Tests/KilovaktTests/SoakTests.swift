import Civil
import Foundation
import TestSupport
import Testing

/// A home's minutes through a simulated Kamstrup, as timed text, and a replay: what comes out against the file itself.
@Suite("Household", .timeLimit(.minutes(30)))
struct SoakTests {
    static let isLong = ProcessInfo.processInfo.environment["KILOVAKT_SOAK"] != nil

    @Test(
        "A month's hours, daily maxima and step are those of the file",
        .enabled(if: Shared.isPresent, Shared.why)
    )
    func month() async throws {
        // January 2007: 31 days of winter.
        try await compare(from: 1_167_606_000, hours: 744)
    }

    @Test(
        "Two years' hours, daily maxima and steps are those of the file (make soak)",
        .enabled(if: Shared.isPresent && isLong, "needs ../shared, and KILOVAKT_SOAK set")
    )
    func soak() async throws {
        try await compare(from: nil, hours: nil)
    }

    private func compare(from start: Int64?, hours: Int?) async throws {
        let folder = try Checkout.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let minutes = folder.appending(path: "minutes.csv").path
        let packed = Shared.root.appending(path: "household/minutes.csv.gz").path
        let program = Checkout.program.path
        let span = start.map { "--from \(Instant(unixSeconds: $0)) --hours \(hours ?? 0)" } ?? ""
        let script = """
            set -e
            gzip -dc '\(packed)' > '\(minutes)'
            '\(program)' simulate --make kamstrup --load '\(minutes)' \(span) --out - \
                | '\(program)' replay --json - > '\(folder.path)/replay.json'
            """
        let result = try await RunningProgram.run(
            URL(filePath: "/bin/bash"),
            ["-o", "pipefail", "-c", script]
        )
        #expect(result.code == 0, "\(result.lines)")
        let report = try JSON(try String(contentsOf: folder.appending(path: "replay.json"), encoding: .utf8))
        #expect(report["errors"]?.int == 0)
        let truth = try HouseholdFile(path: minutes)
        let found = try report["hours"].map { try $0.list.map(FoundHour.init) } ?? []
        let whole = found.filter { $0.quality == "measured" }
        // The first hour is not seen from its beginning, and the last one's register never comes.
        #expect(whole.count >= (hours ?? truth.hours.count) - 2)
        let wrong = whole.filter { abs($0.importWh - (truth.hours[$0.start] ?? -1)) > 10 }
        #expect(wrong.isEmpty, "\(wrong.count) hours, the first \(String(describing: wrong.first))")
        try compareMonths(report, truth, measured: Set(whole.map(\.start)))
        print("household: \(report["frames"]?.int ?? 0) messages, \(whole.count) hours compared")
    }

    /// Each month's daily maxima and step, from the hours that were measured.
    private func compareMonths(_ report: JSON, _ truth: HouseholdFile, measured: Set<Int64>) throws {
        let expected = truth.months(measured)
        #expect(report["months"]?.list.count == expected.count)
        for (month, line) in zip(expected, report["months"]?.list ?? []) {
            #expect(line["month"]?.text == month.name)
            #expect(line["step"]?["number"]?.int == month.step, "\(month.name)")
            let days = line["days"]?.list ?? []
            #expect(days.count == month.maxima.count)
            for (day, maximum) in zip(days, month.maxima) {
                // Two hours that differ by less than the register's grain may stand for each other.
                #expect(abs((day["import_wh"]?.int ?? 0) - maximum) <= 10, "\(month.name) \(day)")
            }
        }
    }

    private struct FoundHour {
        var start: Int64
        var importWh: Int
        var quality: String

        init(_ json: JSON) throws {
            start = Int64(
                try Date(try #require(json["start"]?.text), strategy: .iso8601).timeIntervalSince1970
            )
            importWh = try #require(json["import_wh"]?.int)
            quality = try #require(json["quality"]?.text)
        }
    }
}

/// The hours of the file by adding up its minutes, and the months by Foundation's calendar: nothing of kilovakt is used.
private struct HouseholdFile {
    /// Wh by the hour's start.
    private(set) var hours: [Int64: Int] = [:]

    struct Month {
        var name: String
        var maxima: [Int]
        var step: Int
    }

    init(path: String) throws {
        var wattMinutes: [Int64: Int] = [:]
        for line in try Data(contentsOf: URL(filePath: path)).split(separator: UInt8(ascii: "\n")).dropFirst()
        {
            let parts = line.split(separator: UInt8(ascii: ","))
            let time = Int64(String(decoding: parts[0], as: UTF8.self)) ?? 0
            wattMinutes[time / 3_600 * 3_600, default: 0] +=
                Int(String(decoding: parts[1], as: UTF8.self)) ?? 0
        }
        hours = wattMinutes.mapValues { $0 / 60 }
    }

    func months(_ measured: Set<Int64>) -> [Month] {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = TimeZone(identifier: "Europe/Oslo") ?? .gmt
        var days: [String: [String: Int]] = [:]
        for start in measured {
            let date = calendar.dateComponents(
                [.year, .month, .day],
                from: Date(timeIntervalSince1970: Double(start))
            )
            let month = String(format: "%04d-%02d", date.year ?? 0, date.month ?? 0)
            let day = String(format: "%02d", date.day ?? 0)
            days[month, default: [:]][day] = max(days[month]?[day] ?? 0, hours[start] ?? 0)
        }
        return days.sorted { $0.key < $1.key }.map { name, maxima in
            let top = maxima.values.sorted(by: >).prefix(3)
            let mean = Double(top.reduce(0, +)) / Double(top.count)
            let step = [0, 2, 5, 10, 15, 20, 25, 50, 75, 100].lastIndex { mean >= $0 * 1_000 } ?? 0
            return Month(name: name, maxima: maxima.sorted { $0.key < $1.key }.map(\.value), step: step + 1)
        }
    }
}
