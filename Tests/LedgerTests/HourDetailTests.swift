import Civil
import Ledger
import Meters
import TestSupport
import Testing

@Suite("Quarters and minutes of an hour")
struct HourDetailTests {
    private func hour(registerWh: Int = 2_000) -> Play {
        var play = Play()
        play.power(1_000, from: utc("14:59:00"), to: utc("15:00:05"))
        play.list(utc("15:00:00"), 10_000)
        play.power(1_000, from: utc("15:00:20"), to: utc("15:15:00"))
        play.power(4_000, from: utc("15:15:00"), to: utc("15:30:00"))
        play.power(3_000, from: utc("15:30:00"), to: utc("15:45:00"))
        play.power(0, from: utc("15:45:00"), to: utc("16:00:00"))
        play.list(utc("16:00:00"), 10_000 + registerWh)
        return play
    }

    @Test(
        "Power says when in the hour the register's difference was used",
        arguments: [2_000, 2_100, 1_900, 1_999, 1]
    )
    func quarters(registerWh: Int) throws {
        let play = hour(registerWh: registerWh)
        let detail = try #require(play.details.last)
        #expect(detail.start == utc("15:00:00"))
        let quarters = detail.quarters.map(\.importWh)
        #expect(quarters.reduce(0, +) == registerWh)
        let expected = [250.0, 1_000, 750, 0].map { $0 * Double(registerWh) / 2_000 }
        #expect(zip(quarters, expected).allSatisfy { abs(Double($0) - $1) <= 2 }, "\(quarters)")
    }

    @Test("A minute is its mean power")
    func minutes() throws {
        let detail = try #require(hour().details.last)
        let watts = detail.minutes.map { $0?.importW }
        #expect(watts == [1_000, 4_000, 3_000, 0].flatMap { Array(repeating: $0, count: 15) })
        #expect(detail.minutes.allSatisfy { $0?.exportW == 0 })
    }

    @Test("A minute that was not seen is left out, and a restart within the hour loses no minute")
    func unseen() throws {
        var play = Play()
        play.list(utc("15:00:00"), 10_000)
        play.power(600, from: utc("15:00:20"), to: utc("15:20:00"))
        try play.restart()
        play.power(1_200, from: utc("15:40:00"), to: utc("16:00:00"))
        play.list(utc("16:00:00"), 10_800)
        let minutes = try #require(play.details.last).minutes.map { $0?.importW }
        #expect(minutes.prefix(20).allSatisfy { $0 == 600 })
        // The last power before the silence is held for 20 s of the next minute, which is less than half of it.
        #expect(minutes[20..<40].allSatisfy { $0 == nil })
        #expect(minutes.suffix(20).allSatisfy { $0 == 1_200 })
    }

    @Test("A part of the hour that was not seen gets what power leaves over")
    func unseenQuarter() throws {
        var play = Play()
        play.list(utc("15:00:00"), 10_000)
        play.power(400, from: utc("15:00:20"), to: utc("15:30:00"))
        play.power(400, from: utc("15:45:00"), to: utc("16:00:00"))
        play.list(utc("16:00:00"), 12_300)
        let quarters = try #require(play.details.last).quarters.map(\.importWh)
        #expect(quarters.reduce(0, +) == 2_300)
        #expect(zip(quarters, [100, 100, 2_000, 100]).allSatisfy { abs($0 - $1) <= 70 }, "\(quarters)")
    }

    @Test("When the register comes late the quarters follow it, and the minutes are not told twice")
    func late() throws {
        var play = Play()
        play.list(utc("15:00:00"), 10_000)
        play.power(1_000, from: utc("15:00:20"), to: utc("17:00:00"))
        play.list(utc("17:00:00"), 12_200)
        let first = play.details.filter { $0.start == utc("15:00:00") }
        // Announced by power from the first message on, and then half of the difference.
        #expect(first.map { $0.quarters.map(\.importWh).reduce(0, +) } == [994, 1_097])
        #expect(first.map(\.minutes.count) == [60, 0])
        let second = try #require(play.details.last)
        #expect(second.start == utc("16:00:00"))
        #expect(second.minutes.count == 60)
    }

    @Test("Each closing has its detail, and their quarters are the hour")
    func everyClosing() {
        var play = Play()
        play.list(utc("15:00:00"), 10_000, export: 100)
        play.power(1_111, export: 0, from: utc("15:00:20"), to: utc("15:40:00"))
        play.power(0, export: 777, from: utc("15:40:00"), to: utc("18:05:00"))
        play.list(utc("20:00:00"), 10_777, export: 2_345)
        #expect(play.details.count == play.closings.count)
        for (hour, detail) in zip(play.closings, play.details) {
            #expect(detail.start == hour.start)
            #expect(detail.quarters.map(\.importWh).reduce(0, +) == hour.importWh)
            #expect(detail.quarters.map(\.exportWh).reduce(0, +) == hour.exportWh)
            #expect(detail.quarters.allSatisfy { $0.importWh >= 0 && $0.exportWh >= 0 })
        }
    }
}
