import Civil
import Ledger
import Meters
import TestSupport
import Testing

@Suite("The day and its month")
struct DayStatusTests {
    /// Hours of 1 kWh each from a full hour on, at a steady 1000 W.
    private static func steady(from: String, hours: Int) -> Play {
        var play = Play()
        let start = utc(from)
        play.list(start, 50_000)
        for hour in 0..<hours {
            let begin = start.adding(seconds: Int64(hour) * 3_600)
            play.power(1_000, from: begin.adding(seconds: 20), to: begin.adding(seconds: 3_600))
            play.list(begin.adding(seconds: 3_600), 50_000 + (hour + 1) * 1_000)
        }
        return play
    }

    @Test(
        "A local day has the energy of its hours, and so has its month; what is told is a minute old at the most",
        arguments: [
            ("2026-01-14T23:00:00Z", 24, "2026-01-15", 24_000),
            ("2026-03-28T23:00:00Z", 23, "2026-03-29", 23_000),
            ("2026-10-24T22:00:00Z", 25, "2026-10-25", 25_000),
        ]
    )
    func days(from: String, hours: Int, day: String, wh: Int) throws {
        let play = Self.steady(from: from, hours: hours)
        let last = try #require(play.days.last { "\($0.day)" == day })
        #expect(abs(last.importWh - wh) <= 17)
        #expect(abs(last.monthImportWh - wh) <= 17)
        let next = try #require(play.days.last)
        #expect("\(next.day)" != day)
        #expect(next.importWh <= 3)
        #expect(abs(next.monthImportWh - wh) <= 17)
    }

    @Test("A month begins at nothing, and the year too")
    func newYear() throws {
        let play = Self.steady(from: "2026-12-31T21:00:00Z", hours: 3)
        let old = try #require(play.days.last { $0.day.year == 2026 })
        #expect(abs(old.monthImportWh - 2_000) <= 17)
        let new = try #require(play.days.last)
        #expect("\(new.day)" == "2027-01-01")
        #expect(abs(new.importWh - 1_000) <= 3 && new.monthImportWh == new.importWh)
    }

    @Test("It is told once a minute, goes with the running hour, and never falls while its meter is in order")
    func minutes() {
        let play = Self.steady(from: "2026-01-15T12:00:00Z", hours: 2)
        let minutes = Set(play.days.map { $0.time.unixMilliseconds / 60_000 })
        #expect(minutes.count == 121)
        // And once more when an hour closed.
        #expect((121...124).contains(play.days.count))
        #expect(zip(play.days, play.days.dropFirst()).allSatisfy { $0.importWh <= $1.importWh })
    }

    @Test("An hour that waits for its list counts with what is known of it, and once")
    func waiting() throws {
        var play = Self.steady(from: "2026-01-15T12:00:00Z", hours: 1)
        play.power(1_000, from: utc("2026-01-15T13:00:20Z"), to: utc("2026-01-15T14:01:30Z"))
        #expect(abs(try #require(play.days.last).importWh - 2_020) <= 5)
        // Closed by power now, and yet to be divided anew by the next list.
        play.power(1_000, from: utc("2026-01-15T14:01:30Z"), to: utc("2026-01-15T14:30:10Z"))
        #expect(abs(try #require(play.days.last).importWh - 2_500) <= 5)
    }

    @Test("Power is the least, the mean and the most of today's messages, over a restart too")
    func power() throws {
        var play = Play()
        play.power(9_000, from: utc("2026-01-14T22:50:00Z"), to: utc("2026-01-14T23:00:00Z"))
        play.power(400, from: utc("2026-01-14T23:00:00Z"), to: utc("2026-01-14T23:10:00Z"))
        try play.restart()
        play.power(2_000, export: 7, from: utc("2026-01-14T23:10:00Z"), to: utc("2026-01-14T23:20:10Z"))
        let last = try #require(play.days.last)
        #expect(last.power == PowerRange(minW: 400, meanW: 1_207, maxW: 2_000))
        #expect(last.exportPower == PowerRange(minW: 7, meanW: 7, maxW: 7))
    }

    @Test("An import changes the day at the next message")
    func amended() throws {
        var play = Self.steady(from: "2026-01-15T12:00:00Z", hours: 2)
        let hour = Hour(
            start: utc("2026-01-15T12:00:00Z"),
            importWh: 1_500,
            exportWh: 0,
            quality: .imported,
            seenSeconds: 0
        )
        _ = play.ledger.amend([hour])
        play.record(.power(1_000), at: utc("2026-01-15T14:00:20Z"))
        #expect(abs(try #require(play.days.last).importWh - 2_500) <= 8)
    }
}
