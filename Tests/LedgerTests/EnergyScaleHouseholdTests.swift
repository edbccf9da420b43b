import Civil
import Foundation
import Ledger
import Meters
import TestSupport
import Testing

@Suite(
    "A real home in either scale",
    .ownThread,
    .enabled(if: Shared.isPresent, Shared.why),
    .timeLimit(.minutes(30))
)
struct EnergyScaleHouseholdTests {
    /// A month; with `KILOVAKT_SOAK` set all there is, two years.
    private static var days: Int {
        ProcessInfo.processInfo.environment["KILOVAKT_SOAK"] == nil ? 31 : 731
    }

    /// One home, and a meter in either scale that sends the hour's counters some seconds after it.
    @Test("A meter in Wh gives the hours that one in 10 Wh gives, to the finer step")
    func same() throws {
        let minutes = try HouseholdTests.minutes(days: Self.days)
        var random = SeededRandom(2_007)
        var plays = [EnergyScale.tenWattHours: Play(), .wattHours: Play()]
        var wattSeconds = 0
        var truth: [Instant: Int] = [:]
        var due: (wh: Int, arrives: Int64)?
        for (start, watts) in minutes {
            if start % 3_600 == 0 {
                due = (24_681_350 + wattSeconds / 3_600, start + Int64.random(in: 5...55, using: &random))
            }
            for second in stride(from: start, to: start + 60, by: 10) {
                let now = Instant(unixSeconds: second)
                var reading = Reading.power(watts)
                let list = due.flatMap { second >= $0.arrives ? $0 : nil }
                if list != nil { due = nil }
                for scale in EnergyScale.allCases {
                    if let wh = list?.wh {
                        // As Kamstrup's profile reads either: ten times the count.
                        let read = scale == .wattHours ? wh * 10 : wh / 10 * 10
                        reading = .registers(read, clock: now, power: watts)
                        reading.assumesEnergyScale = true
                    }
                    plays[scale]?.record(reading, at: now)
                }
            }
            wattSeconds += watts * 60
            truth[Instant(unixSeconds: start).hourStart, default: 0] += watts * 60
        }
        let tens = try #require(plays[.tenWattHours])
        let ones = try #require(plays[.wattHours])
        #expect(tens.scaleNotices == [])
        #expect(ones.scaleNotices == [.energyScale(.wattHours)])
        #expect(tens.hours.count > Self.days * 24 - 30)
        #expect(tens.hours.keys.sorted() == ones.hours.keys.sorted())
        for (start, hour) in ones.hours {
            let other = try #require(tens.hours[start])
            #expect(other.quality == hour.quality, "\(start)")
            #expect(abs(other.importWh - hour.importWh) <= 10, "\(start)")
            guard hour.quality == .measured else { continue }
            #expect(abs(hour.importWh - (truth[start] ?? 0) / 3_600) <= 1, "\(start)")
        }
        #expect(ones.hours.values.filter { $0.quality == .measured }.count > Self.days * 24 - 60)
    }
}
