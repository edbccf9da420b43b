import Civil
import Ledger
import Meters
import TestSupport
import Testing

@Suite("Host clock that jumps")
struct ClockTests {
    /// An hour that began with its list, up to 17:10.
    private var begun: Play {
        var play = Play()
        play.list(utc("16:00:00"), 1_000)
        play.power(1_000, from: utc("16:00:10"), to: utc("17:00:00"))
        play.list(utc("17:00:00"), 2_000)
        play.power(1_000, from: utc("17:00:20"), to: utc("17:10:00"))
        return play
    }

    @Test("A second back, or half a minute, changes nothing", arguments: [Int64(1), 5, 20])
    func little(seconds: Int64) {
        var play = begun
        play.power(1_000, from: utc("17:10:00").adding(seconds: -seconds), to: utc("18:00:00"))
        play.list(utc("18:00:00"), 3_000)
        #expect(play.notices == [])
        #expect(play.closings.map(\.importWh) == [1_000, 1_000])
        #expect(play.closings.map(\.quality) == [.measured, .measured])
    }

    @Test("Twenty minutes back within the hour are said, and the register still rules the hour")
    func withinHour() {
        var play = begun
        play.power(1_000, from: utc("17:10:00"), to: utc("17:50:00"))
        play.power(1_000, from: utc("17:30:00"), to: utc("18:00:00"))
        play.list(utc("18:00:00"), 3_234)
        #expect(play.notices == [.clockWentBack(from: utc("17:49:50"), to: utc("17:30:00"))])
        #expect(play.hour("17:00:00")?.importWh == 1_234)
        #expect(play.hour("17:00:00")?.quality == .measured)
    }

    @Test("An hour back is said once, and a measured hour does not become worse")
    func hourBack() {
        var play = begun
        play.power(1_000, from: utc("16:10:00"), to: utc("17:00:00"))
        play.list(utc("17:00:00"), 2_900)
        play.power(1_000, from: utc("17:00:20"), to: utc("18:00:00"))
        play.list(utc("18:00:00"), 3_900)
        #expect(play.notices == [.clockWentBack(from: utc("17:09:50"), to: utc("16:10:00"))])
        #expect(play.hour("16:00:00")?.quality == .measured)
        #expect(play.hour("16:00:00")?.importWh == 1_000)
        #expect(play.hour("17:00:00")?.importWh == 1_000)
        #expect(play.hour("17:00:00")?.quality == .measured)
        #expect(play.counters == play.counters.sorted())
    }

    @Test("Power of a time that has not come is no forecast")
    func forecast() {
        var play = Play()
        play.power(9_000, from: utc("17:00:00"), to: utc("17:10:00"))
        play.power(1_000, from: utc("16:20:00"), to: utc("16:30:10"))
        #expect(play.status?.expectedWh == 167 + 500)
    }

    @Test("A meter's clock that is far ahead of the host's does not close the hour")
    func meterAhead() {
        var play = begun
        play.record(.registers(2_500, clock: utc("18:00:10")), at: utc("17:40:00"))
        #expect(play.closings.count == 1)
        #expect(play.status?.start == utc("17:00:00"))
    }

    @Test("An hour forward is an outage: its hours are gaps and add up")
    func hourForward() {
        var play = begun
        play.power(1_000, from: utc("18:10:00"), to: utc("19:00:00"))
        play.list(utc("19:00:00"), 3_000)
        #expect(play.hour("17:00:00")?.quality == .gap)
        #expect(play.hour("18:00:00")?.quality == .gap)
        let both = ["17:00:00", "18:00:00"].compactMap { play.hour($0)?.importWh }
        #expect(both.reduce(0, +) == 1_000)
    }

    @Test("A year forward and back again loses no hour and keeps the month's peaks")
    func yearForward() {
        var play = begun
        play.power(1_000, from: utc("2027-01-15T17:10:00Z"), to: utc("2027-01-15T19:10:00Z"))
        #expect(play.hour("17:00:00")?.quality == .gap, "what was known of it is told")
        let inFuture = play.closings.filter { $0.start > utc("2027-01-01T00:00:00Z") }
        #expect(inFuture.count == 2, "and none is made up for the year between")
        play.power(1_000, from: utc("17:20:00"), to: utc("18:00:00"))
        play.list(utc("18:00:00"), 3_000)
        play.power(1_000, from: utc("18:00:20"), to: utc("19:00:00"))
        play.list(utc("19:00:00"), 4_080)
        #expect(play.hour("18:00:00")?.importWh == 1_080)
        #expect(play.hour("18:00:00")?.quality == .measured)
        let month = play.ledger.month(LocalMonth(year: 2026, month: 1))
        #expect(month.days.map(\.importWh) == [1_080])
        #expect(play.status?.expectedWh ?? 0 < 2_000)
    }

    @Test("An outage of half a year is told as what was seen, and no hour between")
    func longOutage() {
        var play = begun
        play.power(1_000, from: utc("2026-07-01T12:30:00Z"), to: utc("2026-07-01T13:10:00Z"))
        #expect(
            play.closings.map(\.start) == [utc("16:00:00"), utc("17:00:00"), utc("2026-07-01T12:00:00Z")]
        )
        #expect(play.closings.map(\.quality) == [.measured, .gap, .gap])
    }

    @Test("A fortnight's outage is divided to the watt-hour")
    func fortnight() {
        var play = begun
        play.list(utc("2026-01-29T12:00:00Z"), 302_000)
        let later = play.hours.values.filter { $0.start >= utc("17:00:00") }
        #expect(later.count == 13 * 24 + 19)
        #expect(later.map(\.importWh).reduce(0, +) == 300_000)
        #expect(later.allSatisfy { $0.quality == .gap })
    }

    @Test(
        "A meter's clock that is some minutes slow makes no hour of its own: its list is what it counts when it comes"
    )
    func meterSlow() {
        var play = Play()
        for hour in 0..<4 {
            let start = utc("15:00:00").adding(seconds: Int64(hour) * 3_600)
            play.power(1_000, from: start, to: start.adding(seconds: 300))
            // 12:00:10 by its clock, five minutes past by everyone else's.
            let list = Reading.registers(10_000 + hour * 1_000, clock: start.adding(seconds: 10))
            play.record(list, at: start.adding(seconds: 310))
            play.power(1_000, from: start.adding(seconds: 320), to: start.adding(seconds: 3_600))
        }
        let hours = ["16:00:00", "17:00:00"].compactMap(play.hour)
        #expect(hours.allSatisfy { abs($0.importWh - 1_000) <= 2 && $0.quality == .split }, "\(hours)")
        #expect(play.notices == [])
    }

    @Test("A register that begins again after the clock went back is a new start too", arguments: [nil, 700])
    func resetMeanwhile(exportWh: Int?) {
        var play = begun
        play.power(1_000, from: utc("14:30:00"), to: utc("15:00:00"))
        play.record(.registers(40, export: exportWh, clock: utc("15:00:10")), at: utc("15:00:10"))
        #expect(play.notices.last == .newBaseline(fromWh: 2_000, toWh: 40))
        #expect(play.counters.last == 43)
    }
}
