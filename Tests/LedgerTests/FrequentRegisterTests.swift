import Civil
import Ledger
import Meters
import TestSupport
import Testing

@Suite("Registers in every message")
struct FrequentRegisterTests {
    /// A Swedish Aidon: every ten seconds power and a register in whole watt-hours.
    private func play(from start: Instant, messages: Int, watts: (Int) -> Int) -> (Play, [Instant: Double]) {
        var play = Play()
        var wattSeconds = 0
        var truth: [Instant: Double] = [:]
        for index in 0..<messages {
            let now = start.adding(seconds: Int64(index) * 10)
            let register = 63_068_000 + wattSeconds / 3_600
            play.record(.registers(register, clock: now, power: watts(index)), at: now)
            wattSeconds += watts(index) * 10
            truth[now.hourStart, default: 0] += Double(watts(index) * 10) / 3_600
        }
        return (play, truth)
    }

    @Test("Hours are measured and within a watt-hour of the truth")
    func withinOne() {
        let start = utc("15:30:03")
        let (play, truth) = play(from: start, messages: 5 * 360) { 500 + ($0 / 7 * 137) % 6_000 }
        let whole = play.closings.dropFirst()
        #expect(whole.count == 4)
        for hour in whole {
            #expect(hour.quality == .measured)
            // The message after the hour's end comes three seconds late: its power is what divides the difference.
            #expect(abs(Double(hour.importWh) - (truth[hour.start] ?? 0)) < 1 + 3 * 6_500 / 3_600)
        }
        #expect(play.closings.first?.quality == .gap)
        #expect(play.notices == [])
        #expect(play.counters == play.counters.sorted())
    }

    @Test("On the full hour they are within a watt-hour of the truth")
    func onTheHour() {
        let (play, truth) = play(from: utc("16:00:00"), messages: 4 * 360) { 300 + ($0 * 53) % 9_000 }
        #expect(play.closings.map(\.quality) == [.measured, .measured, .measured])
        for hour in play.closings {
            #expect(abs(Double(hour.importWh) - (truth[hour.start] ?? 0)) <= 1)
        }
    }

    @Test("A first message just after the hour is not taken for the hour's list")
    func firstMessage() {
        let (play, truth) = play(from: utc("16:01:30"), messages: 400) { _ in 6_000 }
        #expect(play.closings.map(\.quality) == [.gap], "a minute and a half was not seen")
        #expect(abs(Double(play.closings[0].importWh) - (truth[utc("16:00:00")] ?? 0)) <= 1)
    }

    @Test("Five silent minutes within an hour leave it measured")
    func shortSilence() {
        var play = Play()
        var register = 0
        for index in 0..<720 where !(400..<430).contains(index) {
            register = index * 10
            let now = utc("16:00:00").adding(seconds: Int64(index) * 10)
            play.record(.registers(register, clock: now, power: 3_600), at: now)
        }
        #expect(play.closings.map(\.importWh) == [3_600])
        #expect(play.closings.map(\.quality) == [.measured])
    }
}
