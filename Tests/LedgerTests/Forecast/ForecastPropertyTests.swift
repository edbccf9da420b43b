import Civil
import Foundation
import TestSupport
import Testing

@testable import Ledger

@Suite("The forecast's promises", .ownThread)
struct ForecastPropertyTests {
    private func check(_ forecast: Forecast, usedWh: Int) {
        #expect(forecast.highWh.isFinite)
        #expect(Double(usedWh) <= forecast.lowWh)
        #expect(forecast.lowWh <= forecast.expectedWh)
        #expect(forecast.expectedWh <= forecast.highWh)
        var last = 1.0
        for limit in [0, usedWh, usedWh + 1]
            + Array(stride(from: usedWh + 2, through: usedWh + 90_000, by: 900))
        {
            let probability = forecast.probability(ofReaching: limit)
            #expect((0...1).contains(probability))
            #expect(probability <= last)
            if limit <= usedWh { #expect(probability == 1) }
            last = probability
        }
    }

    /// Homes that no home is like: any power, gaps of any length, clocks that go both ways.
    @Test("Whatever passes, the band is in order and the probability falls with the limit", arguments: 1...20)
    func hostile(seed: UInt64) {
        var random = SeededRandom(seed)
        var forecaster = HourForecaster()
        var now = Instant(unixSeconds: Int64.random(in: -3_000_000_000...4_000_000_000, using: &random))
        for _ in 0..<600 {
            let seconds: Int64 =
                switch Int.random(in: 0..<20, using: &random) {
                case 0: Int64.random(in: -100_000...1_000_000, using: &random)
                case 1: 0
                default: Int64.random(in: 1...900, using: &random)
                }
            let next = now.adding(seconds: seconds)
            let watts: Int? =
                switch Int.random(in: 0..<8, using: &random) {
                case 0: nil
                case 1: [Int.min, Int.max, -1, 0].randomElement(using: &random)
                default: Int.random(in: 0...20_000, using: &random)
                }
            forecaster.pass(from: now, to: next, importW: watts)
            forecaster.learn(.oslo)
            now = next
            let used = Int.random(in: 0...60_000, using: &random)
            let fallback = [nil, -1e300, 1e300, .nan, .infinity, 400].randomElement(using: &random) ?? nil
            let forecast = forecaster.forecast(
                usedWh: used,
                at: now,
                calendar: .oslo,
                fallbackW: fallback
            )
            check(forecast, usedWh: used)
        }
    }

    @Test("Before anything was seen there is a forecast, wide and around what is handed to it")
    func nothing() {
        let now = utc("2026-01-15T07:30:00Z")
        let forecast = HourForecaster().forecast(usedWh: 100, at: now, calendar: .oslo, fallbackW: 1_000)
        check(forecast, usedWh: 100)
        #expect(forecast.expectedWh == 600)
        // 1.2816 deviations of half of it, for half an hour.
        #expect(abs(forecast.highWh - 920.4) < 0.1)
    }

    @Test("At the hour's end there is nothing left to guess")
    func end() {
        var forecaster = HourForecaster()
        let start = utc("2026-01-15T07:00:00Z")
        forecaster.pass(from: start, to: start.adding(seconds: 3_599), importW: 2_000)
        let now = start.adding(milliseconds: 3_599_999)
        let forecast = forecaster.forecast(usedWh: 2_000, at: now, calendar: .oslo)
        #expect(forecast.lowWh == 2_000 && forecast.highWh == 2_000)
        #expect(forecast.probability(ofReaching: 2_000) == 1)
        #expect(forecast.probability(ofReaching: 2_001) == 0)
    }

    @Test("A distribution that is crooked is set in order, and steep ones have a probability too")
    func crooked() {
        for powers: [Float] in [[9, 8, 7, 6, 5, 4, 3], [0, 0, 0, 0, 0, 0, 0], [-5, 1, 1, 900, 1, 1, 1]] {
            let rest = RestPower(powers)
            #expect(rest.powers == rest.powers.sorted())
            var last = 1.0
            for watts in stride(from: -10.0, through: 2_000, by: 0.5) {
                let probability = rest.probability(ofReaching: watts)
                #expect(probability <= last && (0...1).contains(probability))
                last = probability
            }
        }
    }

    @Test("The shares are those of its powers")
    func shares() {
        let rest = RestPower([100, 200, 300, 400, 600, 900, 1_500])
        for (power, share) in zip(rest.powers, RestPower.shares) {
            #expect(abs(rest.probability(ofReaching: Double(power)) - (1 - share)) < 1e-9)
        }
    }
}
