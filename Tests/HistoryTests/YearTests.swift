import Civil
import Foundation
import History
import Ledger
import Meters
import TestSupport
import Testing

/// A year of a real home with every minute, as the daemon writes it. Minutes, so only when asked for:
///
///     KILOVAKT_SOAK=1 swift test --filter YearTests
///     KILOVAKT_SOAK=1 swift test -c release -Xswiftc -enable-testing --filter YearTests    # the times that count
@Suite(
    "A year's history",
    .enabled(if: ProcessInfo.processInfo.environment["KILOVAKT_SOAK"] != nil, "set KILOVAKT_SOAK=1"),
    .enabled(if: Shared.isPresent, Shared.why)
)
struct YearTests {
    @Test("It takes less than 25 MB of disk, and a year of hours is read at once")
    func year() throws {
        let folder = try HistoryFolder()
        let store = try HistoryStore(path: folder.path)
        let days = try Self.watts().prefix(365 * 24 * 60)
        let first = utc("2025-01-01T00:00:00Z")
        for index in 0..<days.count / 60 {
            let start = first.adding(seconds: Int64(index) * 3_600)
            let watts = Array(days[index * 60..<(index + 1) * 60])
            let quarters = (0..<4).map { quarter in
                QuarterEnergy(
                    importWh: watts[quarter * 15..<(quarter + 1) * 15].reduce(0, +) / 60,
                    exportWh: 0
                )
            }
            let importWh = quarters.reduce(0) { $0 + $1.importWh }
            let hour = Hour(
                start: start,
                importWh: importWh,
                exportWh: 0,
                quality: .measured,
                peakW: watts.max(),
                seenSeconds: 3_600
            )
            // In summer at noon it feeds in as much as it draws, so that both ways are there.
            let minutes = watts.map {
                MinutePower(
                    importW: $0,
                    exportW: index / 24 % 365 > 120 && index % 24 > 8 && index % 24 < 16 ? $0 : 0
                )
            }
            let detail = HourDetail(start: start, quarters: quarters, minutes: minutes)
            try store.save([hour], details: [detail])
            try store.settle(
                HourRecord(
                    start: start,
                    settledImport: SettledEnergy(
                        wattHours: importWh,
                        origin: .imported(quality: "Målt", registered: start)
                    )
                )
            )
        }
        let size = try ["", "-wal"].reduce(0) { sum, suffix in
            let attributes = try FileManager.default.attributesOfItem(atPath: folder.path + suffix)
            return sum + (attributes[.size] as? Int ?? 0)
        }
        print("a year: \(size) bytes")
        #expect(size < 25_000_000)
        let clock = ContinuousClock()
        var times = try (0..<200).map { _ in
            try clock.measure {
                let hours = try store.hours(of: HistoryFolder.id, from: first, to: .distantFuture)
                #expect(hours.count == days.count / 60)
            }
        }
        times.sort()
        print("a year of hours: median \(times[100]), p99 \(times[197])")
    }

    private static func watts() throws -> [Int] {
        let text = String(decoding: try Shared.gunzip("household/minutes.csv.gz"), as: UTF8.self)
        return text.split(separator: "\n").dropFirst().compactMap { line in
            line.split(separator: ",").dropFirst().first.flatMap { Int($0) ?? Double($0).map { Int($0) } }
        }
    }
}
