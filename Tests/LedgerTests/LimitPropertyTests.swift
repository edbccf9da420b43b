import Civil
import TestSupport
import Testing

@testable import Ledger

/// The limit against the definition of the step itself: an hour of one watt-hour less leaves the month's step as it is, one at
/// the limit changes it, whatever the model and whatever the month was so far.
@Suite("The limit of any month", .ownThread)
struct LimitPropertyTests {
    private static let now = utc("2026-07-20T12:30:00Z")

    private static func models() throws -> [CapacityModel] {
        let bounds = [0, 2, 5, 10, 15, 20, 25].map { $0 * 1_000 }
        let included = try #require(CapacitySteps(lowerBoundsW: bounds))
        let excluded = try #require(CapacitySteps(lowerBoundsW: bounds, includesLowerBound: false))
        let kilowatts = try #require(CapacitySteps(lowerBoundsW: (0...20).map { $0 * 1_000 }))
        return [
            .meanOfDailyMaxima(included), .meanOfDailyMaxima(excluded),
            .meanOfDailyMaxima(count: 5, included),
            .monthlyMaximum(included), .monthlyMaximum(excluded),
            .weightedWeeklyPeaks(.fjellnett, kilowatts), .weightedWeeklyPeaks(count: 3, .fjellnett, excluded),
        ]
    }

    /// Daily maxima of up to a year, and hours of this month and the last, some of them uncertain.
    private static func life(_ random: inout SeededRandom) -> (hours: [Hour], earlier: [DayPeak]) {
        let highest = Int.random(in: 500...9_000, using: &random)
        var hours: [Hour] = []
        var start = utc("2026-06-01T00:00:00Z")
        while start < now.hourStart {
            if !random.once(in: 4) {
                let wh = Int.random(in: 0...highest, using: &random)
                hours.append(
                    Hour(start: start, importWh: wh, exportWh: 0, quality: random.once(in: 6) ? .gap : .split)
                )
            }
            start = start.adding(seconds: 3_600)
        }
        var earlier: [DayPeak] = []
        var day = LocalDay(year: 2025, month: 7, day: 1)
        while day < LocalDay(year: 2026, month: 6, day: 1) {
            let wh = Int.random(in: 0...highest, using: &random)
            earlier.append(DayPeak(day: day, hour: utc("\(day)T12:00:00Z"), importWh: wh, quality: .measured))
            day = day.adding(days: Int.random(in: 1...4, using: &random))
        }
        return (hours, earlier)
    }

    @Test("A watt-hour below it leaves the step, at it the step is another", arguments: 0..<20)
    func limit(seed: Int) throws {
        var random = SeededRandom(UInt64(seed))
        for model in try Self.models() {
            let (hours, earlier) = Self.life(&random)
            let settings = LedgerSettings(calendar: .oslo, capacity: CapacitySchedule(model), targetW: 0)
            var ledger = Ledger(settings: settings, hours: hours, earlier: earlier)
            _ = ledger.record(.power(100), at: Self.now)
            let limit = try #require(ledger.status(at: Self.now)?.limitWh)
            func step(_ wh: Int) throws -> Int {
                let hour = Hour(start: Self.now.hourStart, importWh: wh, exportWh: 0, quality: .measured)
                let after = Ledger(settings: settings, hours: hours + [hour], earlier: earlier)
                return try #require(after.month(LocalMonth(year: 2026, month: 7)).step).number
            }
            #expect(try step(limit - 1) == step(0), "\(model)")
            #expect(try step(limit) == step(0) + 1, "\(model)")
        }
    }
}
