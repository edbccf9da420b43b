import Civil
import Foundation
import Ledger
import Simulator
import TestSupport
import Testing

@testable import Daemon

@Suite("Nights and months that are longer by the clock", .ownThread, .timeLimit(.minutes(30)))
struct SummerTimeTests {
    /// The local day, when it begins, and how many hours it has.
    static let days: [(day: LocalDay, start: String, hours: Int)] = [
        (LocalDay(year: 2026, month: 3, day: 29), "2026-03-28T23:00:00Z", 23),
        (LocalDay(year: 2026, month: 10, day: 25), "2026-10-24T22:00:00Z", 25),
    ]

    @Test(
        "A day of 23 or 25 hours has each of them once, whatever zone the meter's clock keeps",
        arguments: days,
        ListFaultTests.norway
    )
    func day(day: (day: LocalDay, start: String, hours: Int), model: SimulatedModel) throws {
        // Another power in each hour, the highest in the one before the last, and a higher one on each side of the day.
        var watts = [9_000] + (0..<day.hours).map { 1_000 + 40 * $0 } + [8_000, 8_000]
        watts[day.hours - 1] = 5_000
        let start = utc(day.start).adding(seconds: -3_720)
        let home = try FaultyHome(model, watts: watts, from: start, hours: day.hours + 2)
        let ofDay = home.hours.values.filter { LocalCalendar.oslo.day(of: $0.start) == day.day }
            .sorted { $0.start < $1.start }
        #expect(ofDay.count == day.hours)
        for (index, hour) in ofDay.enumerated() {
            #expect(hour.start == utc(day.start).adding(seconds: Int64(index) * 3_600))
            #expect(hour.quality == .measured)
            #expect(abs(hour.importWh - watts[index + 1]) <= ListFaultTests.toleranceWh, "\(hour)")
        }
        let month = home.ledger.month(day.day.localMonth)
        let peak = try #require(month.days.first { $0.day == day.day })
        #expect(peak.hour == utc(day.start).adding(seconds: Int64(day.hours - 2) * 3_600))
        #expect(home.notices == [])
    }

    /// When a month begins in UTC.
    static let months: [(month: LocalMonth, start: String)] = [
        (LocalMonth(year: 2026, month: 4), "2026-03-31T22:00:00Z"),
        (LocalMonth(year: 2026, month: 10), "2026-09-30T22:00:00Z"),
        (LocalMonth(year: 2026, month: 11), "2026-10-31T23:00:00Z"),
        (LocalMonth(year: 2027, month: 1), "2026-12-31T23:00:00Z"),
    ]

    @Test(
        "A month begins at 22Z or 23Z, and its first hour is no other month's",
        arguments: months,
        ListFaultTests.norway
    )
    func month(month: (month: LocalMonth, start: String), model: SimulatedModel) throws {
        let start = utc(month.start)
        let home = try FaultyHome(
            model,
            watts: [2_000, 6_000, 3_000, 1_000],
            from: start.adding(seconds: -2 * 3_600 - 120),
            hours: 4
        )
        let before = home.ledger.month(month.month.previous)
        let after = home.ledger.month(month.month)
        #expect(before.days.map(\.hour) == [start.adding(seconds: -3_600)])
        #expect(after.days.map(\.hour) == [start])
        #expect(after.days.map(\.day) == [LocalDay(year: month.month.year, month: month.month.month, day: 1)])
        // What came before the first register of the evening is a part of the hour in which it began.
        #expect(abs(before.importWh - 8_000) <= 110, "\(before)")
        #expect(abs(after.importWh - 4_000) <= ListFaultTests.toleranceWh)
    }

    @Test(
        "A capture without times goes through both nights by the meter's clock",
        arguments: days,
        ListFaultTests.norway
    )
    func capture(day: (day: LocalDay, start: String, hours: Int), model: SimulatedModel) async throws {
        let file = try Checkout.temporaryFolder().appending(path: "night.raw").path
        let simulated = try await RunningProgram.run(
            Checkout.program,
            [
                "simulate", "--make", model.rawValue, "--from", "\(utc(day.start))", "--hours", "5.1",
                "--out",
                file, "--format", "raw",
            ]
        )
        #expect(simulated.code == 0)
        let result = try await RunningProgram.run(Checkout.program, ["replay", "--json", file])
        let report = try JSON(try #require(result.lines.last))
        let measured = report["hours"]?.list.filter { $0["quality"]?.text == "measured" } ?? []
        let starts = measured.compactMap { $0["start"]?.text }
        // The first is Aidon's first word of what time it is.
        let expected = (1...4).map { utc(day.start).adding(seconds: Int64($0) * 3_600).description }
        #expect(Array(starts.suffix(4)) == expected)
        #expect(report["notices"]?.list == [])
    }
}
