import Civil
import Foundation
import Simulator
import TestSupport
import Testing

@testable import kilovakt

@Suite("Backtest", .timeLimit(.minutes(10)))
struct BacktestTests {
    static let isWhole = ProcessInfo.processInfo.environment["KILOVAKT_BACKTEST"] != nil

    private func household() throws -> [UInt8] {
        Array(try Shared.gunzip("household/minutes.csv.gz"))
    }

    private func report(_ csv: [UInt8], days: Int) throws -> BacktestReport {
        // Eighteen bytes a line at the most.
        let end = csv.prefix(days * 1_440 * 18).lastIndex(of: UInt8(ascii: "\n")) ?? csv.endIndex
        var backtest = Backtest(calendar: LocalCalendar(fixedOffsetSeconds: 3_600))
        backtest.live(through: try MinuteLoad(csv: Array(csv[..<end])))
        return try #require(backtest.report)
    }

    @Test(
        "After two months it errs less than any simple method",
        .ownThread,
        .enabled(if: Shared.isPresent, Shared.why)
    )
    func twoMonths() throws {
        let report = try report(household(), days: 60)
        #expect(report.hours > 1_300)
        for (minute, least) in zip(report.minutes, [0.10, 0.08, 0.08, 0.03]) {
            #expect(minute.less_error > least, "minute \(minute.minute): \(minute.less_error)")
            #expect((0.74...0.86).contains(minute.band.held), "minute \(minute.minute): \(minute.band.held)")
        }
        for limit in report.limits {
            #expect(limit.brier.brier < limit.brier.brier_normal)
            #expect(limit.brier.brier < limit.brier.brier_climatology)
        }
    }

    @Test("Nothing is known before its time", .enabled(if: Shared.isPresent, Shared.why))
    func noLookingAhead() throws {
        let csv = try household()
        let short = try report(csv, days: 3)
        let long = try report(csv, days: 6)
        for (early, late) in zip(short.minutes, long.minutes) {
            #expect(early.first.first?.error_wh == late.first.first?.error_wh)
            #expect(early.first.first?.hours == 24)
        }
    }

    /// The promises of docs/forecast.md, by the program itself.
    @Test(
        "Over two years it keeps its promises (make backtest)",
        .enabled(if: Shared.isPresent && isWhole, "needs ../shared, and KILOVAKT_BACKTEST set")
    )
    func promises() async throws {
        let packed = Shared.root.appending(path: "household/minutes.csv.gz").path
        let script = "gzip -dc '\(packed)' | '\(Checkout.program.path)' backtest --json --load -"
        let result = try await RunningProgram.run(
            URL(filePath: "/bin/bash"),
            ["-o", "pipefail", "-c", script]
        )
        #expect(result.code == 0, "\(result.lines)")
        let report = try JSON(result.lines.joined())
        #expect(report["hours"]?.int == 17_526)
        let minutes = try #require(report["minutes"]?.list)
        #expect(minutes.compactMap { $0["minute"]?.int } == [5, 15, 30, 45])
        for (minute, least) in zip(minutes, [0.20, 0.19, 0.15, 0.10]) {
            #expect(try number(minute["less_error"]) >= least)
            let held = try number(minute["band"]?["held"])
            let width = try number(minute["band"]?["mean_width_wh"])
            #expect((0.78...0.82).contains(held))
            #expect(width < (try number(minute["table_band"]?["mean_width_wh"])))
            #expect(width < (try number(minute["simple_table_band"]?["mean_width_wh"])))
        }
    }

    private func number(_ value: JSON?) throws -> Double {
        try #require(value?.double)
    }

    /// A home that draws 1200 W in every minute but those left out.
    private func flat(hours: Int, without: Set<Int> = []) -> [UInt8] {
        let lines = (0..<hours * 60).filter { !without.contains($0) }.map {
            "\(1_600_000_200 + $0 * 60),1200"
        }
        return Array((["unix_time,watts"] + lines).joined(separator: "\n").utf8)
    }

    @Test("Counts whole hours only, and errs by nothing where nothing changes")
    func wholeHours() throws {
        // The file begins ten minutes before... a full hour, which makes its first hour no whole one.
        var backtest = Backtest(calendar: .oslo)
        let start = 1_600_000_200 % 3_600 / 60
        let gap = 60 - start + 60 * 3 + 20
        backtest.live(through: try MinuteLoad(csv: flat(hours: 9, without: [gap])))
        let report = try #require(backtest.report)
        #expect(report.hours == 7)
        for minute in report.minutes {
            #expect(minute.error_wh < 0.5)
            #expect(minute.band.held == 1)
            #expect((minute.simple_error_wh.values.max() ?? 1) < 1e-9)
        }
    }

    @Test("Less than an hour is no backtest")
    func short() throws {
        var backtest = Backtest(calendar: .oslo)
        backtest.live(through: try MinuteLoad(csv: flat(hours: 1)))
        #expect(backtest.report == nil)
    }

    @Test("The simple methods are what their names say")
    func simple() {
        var hour = HourSoFar(firstMinute: utc("2026-01-15T07:00:00Z"))
        for watts in [600, 600, 600, 600, 600, 1_200, 1_200, 1_200, 1_200, 2_400] { hour.add(watts) }
        // 170 Wh in ten minutes, and fifty more at 2400 W, at the last five's 1440 W, and at the mean of all, 1020 W.
        #expect(abs(SimpleMethod.instantaneous.expectedWh(hour) - 2_170) < 1e-9)
        #expect(abs(SimpleMethod.fiveMinuteMean.expectedWh(hour) - 1_370) < 1e-9)
        #expect(abs(SimpleMethod.linear.expectedWh(hour) - 1_020) < 1e-9)
    }

    @Test("A table of past errors holds a tenth on either side")
    func table() {
        var past = PastErrors()
        for error in (0..<1_000).shuffled() { past.add(Double(error) - 500) }
        let band = past.band(aroundWh: 2_000, usedWh: 0)
        #expect(band == 1_600...2_400)
        #expect(past.band(aroundWh: 2_000, usedWh: 1_900).lowerBound == 1_900)
    }
}
