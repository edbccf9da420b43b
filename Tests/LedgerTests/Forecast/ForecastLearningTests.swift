import Civil
import Foundation
import TestSupport
import Testing

@testable import Ledger

@Suite("What the forecast learns", .ownThread)
struct ForecastLearningTests {
    /// A home with habits: a quiet base, an oven for the first half hour after 17, weekends late.
    private func habitW(_ now: Instant, _ calendar: LocalCalendar) -> Int {
        let local = LocalHour(now.hourStart, in: calendar)
        let minute = Int(now.unixSeconds / 60 % 60)
        let oven = local.hour == (local.isWeekend ? 19 : 17) && minute < 30
        return oven ? 3_000 : 300
    }

    @Test("An oven that goes off at half past is expected to, after some weeks")
    func habit() {
        var forecaster = HourForecaster()
        let start = utc("2026-01-05T00:00:00Z")
        var errors: [Double] = []
        for minute in 0..<Int64(80 * 1_440) {
            let now = start.adding(seconds: minute * 60)
            let local = LocalHour(now.hourStart, in: .oslo)
            if minute % 60 == 15, local.hour == (local.isWeekend ? 19 : 17) {
                let forecast = forecaster.forecast(usedWh: 750, at: now, calendar: .oslo)
                errors.append(abs(forecast.expectedWh - 1_650))
            }
            forecaster.pass(from: now, to: now.adding(seconds: 60), importW: habitW(now, .oslo))
            forecaster.learn(.oslo)
        }
        // Power held on says 3000 Wh: 1350 too much.
        #expect(errors.count == 80)
        #expect(errors[0] > 900)
        let last = errors.suffix(10).reduce(0, +) / 10
        #expect(last < 450)
    }

    @Test("Goes on after a restart as if there had been none", arguments: [7, 60, 61, 2_999])
    func restart(every: Int) throws {
        var straight = HourForecaster()
        var restarted = straight
        var random = SeededRandom(11)
        var now = utc("2026-03-27T12:00:30Z")
        for step in 0..<3_000 {
            let next = now.adding(seconds: Int64.random(in: 20...70, using: &random))
            let watts = random.once(in: 50) ? nil : Int.random(in: 100...6_000, using: &random)
            straight.pass(from: now, to: next, importW: watts)
            straight.learn(.oslo)
            restarted.pass(from: now, to: next, importW: watts)
            restarted.learn(.oslo)
            now = next
            guard step % every == 0 else { continue }
            let data = try JSONEncoder().encode(restarted)
            restarted = try JSONDecoder().decode(HourForecaster.self, from: data)
            #expect(restarted == straight)
            #expect(
                restarted.forecast(usedWh: 500, at: now, calendar: .oslo)
                    == straight.forecast(usedWh: 500, at: now, calendar: .oslo)
            )
        }
        #expect(straight.model.network.steps > 20)
    }

    @Test("An hour with a minute unseen teaches nothing, and harms nothing")
    func gaps() {
        var forecaster = HourForecaster()
        let start = utc("2026-01-15T07:00:00Z")
        forecaster.pass(from: start, to: start.adding(seconds: 1_800), importW: 1_000)
        forecaster.pass(from: start.adding(seconds: 1_800), to: start.adding(seconds: 1_920), importW: nil)
        forecaster.pass(from: start.adding(seconds: 1_920), to: start.adding(seconds: 3_660), importW: 1_000)
        forecaster.learn(.oslo)
        #expect(forecaster.model == ForecastModel())
        forecaster.pass(from: start.adding(seconds: 3_660), to: start.adding(seconds: 7_200), importW: 1_000)
        forecaster.learn(.oslo)
        #expect(forecaster.model.learned == start.adding(seconds: 3_600))
        let once = forecaster
        forecaster.learn(.oslo)
        #expect(forecaster == once)
    }

    @Test("The state is small")
    func size() throws {
        let encoder = JSONEncoder()
        #expect(try encoder.encode(HourForecaster().recent).count < 500)
        #expect(try encoder.encode(ForecastModel()).count < 16_384)
    }

    @Test("A model that is damaged, or of another shape, is refused")
    func damaged() throws {
        let text = String(decoding: try JSONEncoder().encode(ForecastModel()), as: UTF8.self)
        let nan = Data(Packed.data([Float.nan])).base64EncodedString().prefix(4)
        for (from, to) in [
            (#""format":1"#, #""format":2"#), (#""steps":0"#, #""steps":-1"#),
            (#""margins":""#, #""margins":""# + nan), (#""weights":""#, #""weights":"AAAA"#),
        ] {
            let broken = text.replacingOccurrences(of: from, with: to)
            #expect(broken != text)
            #expect(throws: (any Error).self) {
                try JSONDecoder().decode(ForecastModel.self, from: Data(broken.utf8))
            }
        }
    }

    /// The slopes by which it learns, against the loss itself.
    @Test("The slopes are those of the loss")
    func slopes() {
        var random = SeededRandom(5)
        for _ in 0..<200 {
            let guesses = (0..<Outlook.guessCount).map { _ in Float.random(in: 50...5_000, using: &random) }
            let outputs = (0..<GuessNetwork.outputCount).map { _ in Float.random(in: -2...1, using: &random) }
            let truth = Float.random(in: 50...5_000, using: &random)
            let slopes = answer(outputs, guesses).slopes(truth, guesses: guesses)
            for place in outputs.indices {
                var (up, down) = (outputs, outputs)
                up[place] += 0.01
                down[place] -= 0.01
                // Only where no power passes the truth in between, and the spreads are taken from the same median.
                let (above, below) = (answer(up, guesses), answer(down, guesses))
                let median = answer(outputs, guesses).median
                guard above.sides(truth) == below.sides(truth) else { continue }
                let change = (loss(above, median, truth) - loss(below, median, truth)) / 0.02
                #expect(abs(change - slopes[place]) < 0.02 * abs(slopes[place]) + 2)
            }
        }
    }

    private func answer(_ outputs: [Float], _ guesses: [Float]) -> ForecastModel.Answer {
        ForecastModel.Answer(GuessNetwork.Activity(hidden: [], outputs: outputs), guesses: guesses)
    }

    /// The pinball loss, the spreads' four tenths of it; the spreads are moved to another median, which does not learn by
    /// them.
    private func loss(_ answer: ForecastModel.Answer, _ median: Float, _ truth: Float) -> Float {
        var loss = abs(truth - answer.median)
        for (place, power) in answer.spread.enumerated() {
            let moved =
                (power + Outlook.floorW) / (answer.median + Outlook.floorW) * (median + Outlook.floorW)
                - Outlook.floorW
            let share = SpreadMargins.shares[place]
            let outside = place < 3 ? moved - truth : truth - moved
            loss += 0.4 * (outside > 0 ? (1 - share) * outside : -share * outside)
        }
        return loss
    }

    @Test("A margin comes to rest where the truth lies outside as often as its share says")
    func margins() {
        var margins = SpreadMargins()
        var random = SeededRandom(3)
        for step in 0..<20_000 {
            let truth = Float.random(in: 0...1_000, using: &random)
            margins.learn(truth > 400 + margins.margin(4, minute: 32), share: 4, minute: 32, hours: step)
        }
        #expect(abs(margins.margin(4, minute: 32) - 500) < 60)
        #expect(margins.margin(4, minute: 37) == SpreadMargins().margin(4, minute: 37))
    }

    @Test("Local hours and weekends are those of the calendar, in both nights of the change too")
    func localHours() {
        func at(_ text: String) -> LocalHour { LocalHour(utc(text), in: .oslo) }
        #expect(at("2026-01-15T23:00:00Z").hour == 0)
        #expect(at("2026-07-15T22:00:00Z").hour == 0)
        let spring = ["00", "01", "02"].map { at("2026-03-29T\($0):00:00Z").hour }
        let autumn = ["00", "01", "02"].map { at("2026-10-25T\($0):00:00Z").hour }
        #expect(spring == [1, 3, 4])
        #expect(autumn == [2, 2, 3])
        #expect(!at("2026-01-16T22:00:00Z").isWeekend)
        #expect(at("2026-01-16T23:00:00Z").isWeekend)
        #expect(at("2026-01-18T22:00:00Z").isWeekend)
        #expect(!at("2026-01-18T23:00:00Z").isWeekend)
        #expect(LocalHour(utc("1969-12-28T12:00:00Z"), in: .oslo).isWeekend)
    }

    @Test("A profile knows another day's hour until it has seen its own")
    func profile() {
        var profile = DayProfile()
        let friday = LocalHour(utc("2026-01-16T12:00:00Z"), in: .oslo)
        let saturday = LocalHour(utc("2026-01-17T12:00:00Z"), in: .oslo)
        #expect(profile.usualW(friday) == nil)
        profile.learn(1_000, of: friday)
        #expect(profile.usualW(saturday) == 1_000)
        profile.learn(2_000, of: saturday)
        profile.learn(2_000, of: friday)
        #expect(profile.usualW(saturday) == 2_000)
        #expect(abs((profile.usualW(friday) ?? 0) - 1_070) < 0.01)
    }
}

extension ForecastModel.Answer {
    /// On which side of each power the truth lies.
    fileprivate func sides(_ truth: Float) -> [Bool] {
        ([median] + spread).map { truth > $0 }
    }
}
