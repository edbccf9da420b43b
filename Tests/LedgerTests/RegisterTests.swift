import Civil
import DLMS
import Ledger
import Meters
import TestSupport
import Testing

@Suite("Registers out of the ordinary")
struct RegisterTests {
    /// Issue 743 of amsreader: the 18:00 message has the clock and the registers of 17:00.
    @Test("A list that Aidon repeats is missing: the next one's difference is split, and said once")
    func repeated() {
        var play = Play()
        play.power(1_768, from: utc("15:59:50"), to: utc("16:00:10"))
        play.list(utc("16:00:00"), 109_552_248)
        play.power(1_768, from: utc("16:00:20"), to: utc("17:00:00"))
        let seventeen = utc("17:00:00").adding(seconds: 10)
        let list = Reading.registers(109_554_016, clock: utc("17:00:00"))
        play.record(list, at: seventeen)
        play.power(2_000, from: utc("17:00:20"), to: utc("18:00:00"))
        play.record(list, at: utc("18:00:10"))
        play.power(6_056, from: utc("18:00:20"), to: utc("19:00:00"))
        play.record(.registers(109_562_072, clock: utc("19:00:00")), at: utc("19:00:10"))
        #expect(play.hour("16:00:00")?.importWh == 1_768)
        #expect(play.hour("16:00:00")?.quality == .measured)
        let split = ["17:00:00", "18:00:00"].map(play.hour)
        #expect(split.map { $0?.quality } == [.split, .split])
        #expect(split.map { $0?.importWh ?? 0 }.reduce(0, +) == 8_056)
        #expect((1_985...2_015).contains(split[0]?.importWh ?? 0))
        #expect(play.notices == [.repeatedHourlyList(at: utc("18:00:00"))])
    }

    /// An Aidon's list: the clock that it shows, and when it comes.
    private func aidon(_ importWh: Int, clock: String, at arrival: String) -> (Reading, Instant) {
        var reading = Reading(make: .aidon)
        reading.energyImportWh = importWh
        reading.energyExportWh = 0
        reading.clock = COSEMDateTime(utc: utc(clock))
        return (reading, utc(arrival).adding(seconds: 10))
    }

    @Test("A list that repeats one which nobody heard is missing too: its clock is an hour behind")
    func repeatedUnheard() {
        var play = Play()
        let (first, began) = aidon(10_000, clock: "14:00:00", at: "14:00:00")
        play.record(first, at: began)
        play.power(1_000, from: utc("14:00:20"), to: utc("15:00:00"))
        let (second, went) = aidon(11_000, clock: "15:00:00", at: "15:00:00")
        play.record(second, at: went)
        play.power(1_000, from: utc("15:00:20"), to: utc("16:01:00"))
        // The list of 17:00, 13 kWh, is lost with the line, and comes again at 18:00 with its old clock.
        play.power(1_000, from: utc("17:30:00"), to: utc("18:00:00"))
        let (old, again) = aidon(13_000, clock: "17:00:00", at: "18:00:00")
        play.record(old, at: again)
        play.power(1_000, from: utc("18:00:20"), to: utc("19:00:00"))
        let (next, time) = aidon(15_000, clock: "19:00:00", at: "19:00:00")
        play.record(next, at: time)
        #expect(play.notices == [.repeatedHourlyList(at: utc("18:00:00"))])
        let sum = ["15", "16", "17", "18"].compactMap { play.hour("\($0):00:00")?.importWh }.reduce(0, +)
        #expect(sum == 4_000)
        #expect(play.hour("18:00:00").map { abs($0.importWh - 1_000) <= 15 } == true)
    }

    @Test("An old list is found out by the next one's clock where it was the first of all")
    func oldFirst() {
        var play = Play()
        // Two hours of 1 kWh: the list of 15:00, 11 kWh, was sent before anybody listened, and comes again at 16:00.
        let (old, began) = aidon(11_000, clock: "15:00:00", at: "16:00:00")
        play.record(old, at: began)
        play.power(1_000, from: utc("16:00:20"), to: utc("16:30:00"))
        let (next, time) = aidon(13_000, clock: "17:00:00", at: "17:00:00")
        play.record(next, at: time)
        play.power(1_000, from: utc("17:00:20"), to: utc("18:00:00"))
        let (third, then) = aidon(14_000, clock: "18:00:00", at: "18:00:00")
        play.record(third, at: then)
        #expect(play.notices == [.repeatedHourlyList(at: utc("16:00:00"))])
        #expect(play.hour("16:00:00")?.quality == .gap)
        #expect(play.hour("17:00:00")?.quality == .measured)
        #expect(play.hour("17:00:00")?.importWh == 1_000)
    }

    /// Where no power was seen after a list that came a quarter past the hour, nobody knows whether its counters are of then or
    /// of the full hour: what was used between is in both differences, or in neither.
    @Test("An hour with a late list in it is no peak unless it was seen whole", arguments: [true, false])
    func lateList(isSeen: Bool) {
        var play = Play()
        play.list(utc("15:00:00"), 10_000)
        play.power(1_000, from: utc("15:00:20"), to: utc("16:15:00"))
        // The counters of 16:00.
        play.list(utc("16:00:00"), 11_000, late: 900)
        if isSeen { play.power(1_000, from: utc("16:15:10"), to: utc("17:00:00")) }
        play.list(utc("17:00:00"), 12_000)
        #expect(play.hour("16:00:00").map { !$0.isCertain } == true)
        if isSeen { #expect(play.hour("16:00:00")?.isSuspect == true) }
    }

    @Test("A clock that was set back an hour is believed from its second list on")
    func clockSetBack() {
        var play = Play()
        for hour in 0..<5 {
            let start = utc("14:00:00").adding(seconds: Int64(hour) * 3_600)
            var reading = Reading(make: .aidon)
            reading.energyImportWh = 10_000 + hour * 1_000
            reading.energyExportWh = 0
            reading.clock = COSEMDateTime(utc: start.adding(seconds: hour >= 2 ? -3_600 : 0))
            play.record(reading, at: start.adding(seconds: 10))
            play.power(1_000, from: start.adding(seconds: 20), to: start.adding(seconds: 3_600))
        }
        #expect(play.notices == [.repeatedHourlyList(at: utc("16:00:00"))])
        #expect(
            ["14", "15", "16", "17"].map { play.hour("\($0):00:00")?.importWh } == [
                1_000, 1_000, 1_000, 1_000,
            ]
        )
        #expect(play.hour("17:00:00")?.quality == .measured)
    }

    @Test("A list repeated for hours is said once, and again after one that was not")
    func repeatedLong() {
        var play = Play()
        func list(_ wh: Int, _ clock: String, at hour: String) {
            play.record(.registers(wh, clock: utc(clock)), at: utc(hour).adding(seconds: 10))
        }
        list(10, "16:00:00", at: "16:00:00")
        for hour in ["17:00:00", "18:00:00", "19:00:00"] { list(10, "16:00:00", at: hour) }
        #expect(play.notices.count == 1)
        list(50, "20:00:00", at: "20:00:00")
        list(50, "20:00:00", at: "21:00:00")
        #expect(play.notices.count == 2)
    }

    @Test("The same list twice within its hour says nothing")
    func twice() {
        var play = Play()
        for seconds in [10, 12, 30] {
            play.record(
                .registers(10, clock: utc("16:00:10")),
                at: utc("16:00:00").adding(seconds: Int64(seconds))
            )
        }
        play.power(1_000, from: utc("16:01:00"), to: utc("17:00:00"))
        play.list(utc("17:00:00"), 1_010)
        #expect(play.notices == [])
        #expect(play.closings.map(\.importWh) == [1_000])
        #expect(play.closings.map(\.quality) == [.measured])
    }

    @Test("An empty cabin's registers stand still while its clock goes on: measured, no notice")
    func emptyCabin() {
        var play = Play()
        for hour in ["16:00:00", "17:00:00", "18:00:00"] { play.list(utc(hour), 777) }
        #expect(play.closings.map(\.importWh) == [0, 0])
        #expect(play.closings.map(\.quality) == [.measured, .measured])
        #expect(play.notices == [])
    }

    @Test("A clock that is not set does not make a standing register a repeated one")
    func clockNotSet() {
        var play = Play()
        for hour in ["16:00:00", "17:00:00"] {
            var list = Reading.registers(777, clock: utc("16:00:00"))
            list.clock?.month = 0xFF
            play.record(list, at: utc(hour).adding(seconds: 10))
        }
        #expect(play.notices == [])
        #expect(play.closings.map(\.quality) == [.measured])
    }

    static let jumps = [0, 999_999, 1_100_001, 900_000_000, 999_999_999_990_000]

    @Test(
        "A register that falls, or rises by more than 100 kWh, is a new start, booked nowhere",
        arguments: jumps
    )
    func newBaseline(next: Int) {
        var play = Play()
        play.list(utc("16:00:00"), 1_000_000)
        play.power(1_000, from: utc("16:00:10"), to: utc("17:00:00"))
        play.list(utc("17:00:00"), next)
        play.power(1_000, from: utc("17:00:10"), to: utc("18:00:00"))
        play.list(utc("18:00:00"), next + 1_234)
        #expect(play.notices == [.newBaseline(fromWh: 1_000_000, toWh: next)])
        #expect(play.hour("16:00:00")?.quality == .integrated)
        #expect((995...1_000).contains(play.hour("16:00:00")?.importWh ?? 0))
        #expect(play.hour("17:00:00")?.quality == .measured)
        // The list's register and the ten seconds of 1000 W that passed since its hour.
        #expect(play.counters.last == next + 1_234 + 3)
    }

    @Test("Exactly 100 kWh in an hour is still booked")
    func largest() {
        var play = Play()
        play.list(utc("16:00:00"), 0)
        play.list(utc("17:00:00"), 100_000)
        #expect(play.closings.map(\.importWh) == [100_000])
        #expect(play.notices == [])
    }

    static let impossibleWh = [Int.min, -1, 1_000_000_000_000_001, Int.max]

    @Test("A register that no meter can have is not taken for one", arguments: impossibleWh)
    func impossible(value: Int) {
        var play = Play()
        play.list(utc("16:00:00"), 5_000)
        play.record(.registers(value, clock: utc("17:00:10")), at: utc("17:00:10"))
        play.record(.registers(6_000, export: value, clock: utc("18:00:10")), at: utc("18:00:10"))
        #expect(play.notices == [])
        #expect(play.hours.values.map(\.importWh).reduce(0, +) == 1_000)
    }

    @Test(
        "Power that cannot be is not seen, and never overflows",
        arguments: [Int.min, -100_000_001, 100_000_001, Int.max]
    )
    func impossiblePower(value: Int) {
        var play = Play()
        play.power(value, export: value, from: utc("16:00:00"), to: utc("17:10:00"))
        play.power(0, export: value, from: utc("17:10:00"), to: utc("17:20:00"))
        #expect(play.closings.map(\.quality) == [.gap])
        #expect(play.closings.map(\.importWh) == [0])
        #expect(play.closings.map(\.seenSeconds) == [0])
        #expect(play.status?.expectedWh == 0)
    }

    @Test("Another meter begins from nothing, and says so")
    func otherMeter() {
        var play = Play()
        var first = Reading.registers(1_000_000, clock: utc("16:00:10"))
        first.identity = MeterIdentity(make: .kamstrup, id: "1", model: "", list: "")
        play.record(first, at: utc("16:00:10"))
        play.power(1_000, from: utc("16:00:20"), to: utc("16:30:00"))
        var second = Reading.registers(40, clock: utc("17:00:10"))
        second.identity = MeterIdentity(make: .kaifa, id: "2", model: "", list: "")
        play.record(second, at: utc("17:00:10"))
        #expect(play.notices == [.otherMeter(from: "1", to: "2")])
        #expect(play.hour("16:00:00")?.quality == .gap)
        #expect(play.counters.last == 40)
        play.list(utc("18:00:00"), 90)
        #expect(play.hour("17:00:00")?.importWh == 50)
    }
}
