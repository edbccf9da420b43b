import Civil
import Foundation
import Ledger
import Meters
import TestSupport
import Testing

@Suite("Hours")
struct HourTests {
    @Test("An hour between two lists is their difference", arguments: [Int64(0), 5, 10, 25, 35, 55, 60, 119])
    func measured(late: Int64) {
        var play = Play()
        play.power(2_000, from: utc("15:30:00"), to: utc("16:00:00"))
        play.list(utc("16:00:00"), 1_000_000, late: late)
        play.power(2_000, from: utc("16:02:00"), to: utc("17:00:00"))
        play.list(utc("17:00:00"), 1_002_345, late: late)
        #expect(play.hour("16:00:00")?.importWh == 2_345)
        #expect(play.hour("16:00:00")?.quality == .measured)
        #expect(play.hour("15:00:00")?.quality == .gap, "only half of it was seen")
        #expect(play.hour("15:00:00")?.importWh == 1_000)
        #expect(play.closings.count == 2)
        #expect(play.notices == [])
    }

    @Test(
        "A list that comes before the hour, by a slow host clock, is the hour's",
        arguments: [Int64(1), 2, 5, 29]
    )
    func slowHost(early: Int64) {
        var play = Play()
        play.list(utc("16:00:00"), 1_000_000)
        play.power(1_000, from: utc("16:00:20"), to: utc("16:59:25"))
        let arrival = utc("17:00:00").adding(seconds: -early)
        play.record(.registers(1_001_002, clock: arrival.adding(seconds: 30), power: 900), at: arrival)
        #expect(play.hour("16:00:00")?.importWh == 1_002)
        #expect(play.hour("16:00:00")?.quality == .measured)
        #expect(play.status?.start == utc("17:00:00"))
        #expect(play.status?.remainingSeconds == 3_600)
        play.power(500, from: arrival.adding(seconds: 5), to: utc("17:10:00"))
        #expect(play.closings.count == 1, "the hour does not come again, and never with less")
        play.power(500, from: utc("17:10:00"), to: utc("18:00:00"))
        play.list(utc("18:00:00"), 1_001_502)
        #expect(play.hour("17:00:00")?.importWh == 500)
        #expect(play.hour("17:00:00")?.quality == .measured)
    }

    @Test("The list as the first message of all begins a measured hour", arguments: [Int64(5), 10, 55])
    func beginsWithList(late: Int64) {
        var play = Play()
        play.list(utc("16:00:00"), 500, late: late)
        #expect(play.status?.quality == .measured)
        play.power(1_000, from: utc("16:01:00"), to: utc("17:00:00"))
        play.list(utc("17:00:00"), 1_777, late: late)
        #expect(play.closings.map(\.importWh) == [1_277])
        #expect(play.closings.map(\.quality) == [.measured])
    }

    @Test("An hour whose list is missing is split by power, and announced by power before")
    func missingList() {
        var play = Play()
        play.list(utc("16:00:00"), 1_000_000)
        play.power(2_000, from: utc("16:00:10"), to: utc("17:00:00"))
        play.power(1_000, from: utc("17:00:00"), to: utc("18:00:00"))
        #expect(play.closings.map(\.quality) == [.integrated])
        #expect((1_990...2_000).contains(play.hour("16:00:00")?.importWh ?? 0))
        play.list(utc("18:00:00"), 1_003_300)
        // 3300 Wh by 2000 to 1000, less the first ten seconds that nobody saw.
        #expect((2_195...2_200).contains(play.hour("16:00:00")?.importWh ?? 0))
        #expect((play.hour("16:00:00")?.importWh ?? 0) + (play.hour("17:00:00")?.importWh ?? 0) == 3_300)
        #expect(play.hour("16:00:00")?.quality == .split)
        #expect(play.hour("17:00:00")?.quality == .split)
    }

    @Test("Several missing lists are one difference, divided by what was seen")
    func severalMissing() {
        var play = Play()
        play.power(1_000, from: utc("15:59:50"), to: utc("16:00:10"))
        play.list(utc("16:00:00"), 0)
        for (index, watts) in [1_000, 2_000, 3_000, 4_000].enumerated() {
            let start = utc("16:00:00").adding(seconds: Int64(index) * 3_600)
            play.power(
                watts,
                from: index == 0 ? start.adding(seconds: 20) : start,
                to: start.adding(seconds: 3_600)
            )
        }
        play.list(utc("20:00:00"), 20_000)
        let hours = ["16:00:00", "17:00:00", "18:00:00", "19:00:00"].map(play.hour)
        #expect(hours.map { $0?.quality } == [.split, .split, .split, .split])
        #expect(hours.map { $0?.importWh } == [2_000, 4_000, 6_000, 8_000])
    }

    @Test("Where nothing was seen a difference is spread evenly and is a gap")
    func outage() {
        var play = Play()
        play.power(3_000, from: utc("15:59:50"), to: utc("16:00:10"))
        play.list(utc("16:00:00"), 0)
        play.power(3_000, from: utc("16:00:10"), to: utc("17:00:00"))
        play.power(3_000, from: utc("20:00:00"), to: utc("21:00:00"))
        play.list(utc("21:00:00"), 12_000)
        // Of 12,000 Wh power saw 3000 and 3000 (and half a minute after the last message); the rest in three hours.
        let hours = ["16:00:00", "17:00:00", "18:00:00", "19:00:00", "20:00:00"].map(play.hour)
        #expect(hours.map { $0?.quality } == [.split, .gap, .gap, .gap, .split])
        #expect(hours.map { $0?.importWh ?? 0 }.reduce(0, +) == 12_000)
        #expect(hours[0]?.importWh == 3_000)
        #expect(hours[4]?.importWh == 3_000)
        #expect(hours[2]?.importWh == hours[3]?.importWh)
    }

    @Test("Without any register an hour is what power says, and a part of one is a gap")
    func noRegister() {
        var play = Play()
        play.power(1_500, from: utc("15:20:00"), to: utc("18:30:00"))
        #expect(play.closings.map(\.quality) == [.gap, .integrated, .integrated])
        #expect(play.closings.map(\.importWh) == [1_000, 1_500, 1_500])
        #expect(play.closings.map(\.peakW) == [1_500, 1_500, 1_500])
        #expect(play.closings.map(\.seenSeconds) == [2_400, 3_600, 3_600])
        #expect(play.counters == [])
    }

    @Test("Hours close while the meter is silent, two minutes after their end")
    func silence() {
        var play = Play()
        play.power(1_000, from: utc("16:00:00"), to: utc("17:00:00"))
        play.advance(to: utc("17:01:59"))
        #expect(play.closings == [])
        play.advance(to: utc("17:02:00"))
        #expect(play.closings.map(\.importWh) == [1_000])
        play.advance(to: utc("19:02:00"))
        #expect(play.closings.map(\.quality) == [.integrated, .gap, .gap])
    }

    @Test("Without registers a ledger remembers no more after days than after an hour")
    func smallState() throws {
        var play = Play()
        play.power(1_500, from: utc("15:20:00"), to: utc("17:10:00"))
        let short = try JSONEncoder().encode(play.ledger.state).count
        play.advance(to: utc("2026-01-25T17:10:00Z"))
        play.power(1_500, from: utc("2026-01-25T17:10:00Z"), to: utc("2026-01-25T18:10:00Z"))
        #expect(try JSONEncoder().encode(play.ledger.state).count < short + 200)
    }
}
