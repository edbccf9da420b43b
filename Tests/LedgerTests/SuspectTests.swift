import Civil
import Ledger
import Meters
import TestSupport
import Testing

@Suite("Registers that do not go with power")
struct SuspectTests {
    /// Two hours of 1 kW, the second of which the counters do not show: both are in the third list.
    private func frozen(thirdHourW: Int = 1_000) -> Play {
        var play = Play()
        play.list(utc("15:00:00"), 10_000)
        play.power(1_000, from: utc("15:00:20"), to: utc("16:00:00"))
        play.list(utc("16:00:00"), 11_000)
        play.power(1_000, from: utc("16:00:20"), to: utc("17:00:00"))
        play.list(utc("17:00:00"), 11_000)
        play.power(thirdHourW, from: utc("17:00:20"), to: utc("18:00:00"))
        play.list(utc("18:00:00"), 12_000 + thirdHourW)
        return play
    }

    @Test("Counters that stand still while kilowatts flow are no reading: the hours are split when they move")
    func frozenRegister() {
        let play = frozen()
        #expect(play.hour("15:00:00")?.quality == .measured)
        #expect(play.hour("16:00:00")?.importWh == 1_000)
        #expect(play.hour("17:00:00")?.importWh == 1_000)
        #expect(["16:00:00", "17:00:00"].map { play.hour($0)?.quality } == [.split, .split])
        #expect(play.notices == [.frozenRegister(at: utc("17:00:00"))])
    }

    @Test("The double hour after a still one is no peak")
    func noFalsePeak() {
        let play = frozen(thirdHourW: 3_000)
        let month = play.ledger.month(LocalMonth(year: 2026, month: 1))
        #expect((2_990...3_010).contains(month.counting.first?.importWh ?? 0))
    }

    @Test("They may stand still for days, which is said once; when they move, every hour gets its part")
    func frozenForDays() {
        var play = Play()
        play.list(utc("15:00:00"), 10_000)
        for hour in 0..<48 {
            let start = utc("15:00:00").adding(seconds: Int64(hour) * 3_600)
            play.power(1_000, from: start.adding(seconds: 20), to: start.adding(seconds: 3_600))
            play.list(start.adding(seconds: 3_600), hour == 47 ? 58_000 : 10_000)
        }
        let hours = play.hours.values
        #expect(hours.map(\.importWh).reduce(0, +) == 48_000)
        #expect(hours.allSatisfy { abs($0.importWh - 1_000) <= 10 && $0.quality == .split })
        #expect(play.notices.count == 1)
    }

    @Test("So may those of a meter that sends them with every message", arguments: [0, 1])
    func frozenFrequent(heldExportWh: Int) {
        var play = Play()
        var second: Int64 = 0
        while second < 3 * 3_600 {
            let now = utc("15:00:00").adding(seconds: second)
            // From half past three to half past five the counters stand still.
            let counted = (1_800..<9_000).contains(second) ? 1_800 : second
            let reading = Reading.registers(
                10_000 + Int(counted) * 2 / 3_600 * 1_000 + Int(counted) * 2 % 3_600 * 1_000 / 3_600,
                export: heldExportWh,
                clock: now,
                power: 2_000
            )
            play.record(reading, at: now)
            second += 10
        }
        #expect(play.notices.count == 1)
        play.record(.registers(16_000, export: heldExportWh, clock: nil, power: 2_000), at: utc("18:00:00"))
        let hours = ["15:00:00", "16:00:00", "17:00:00"].compactMap(play.hour)
        #expect(hours.map(\.importWh).reduce(0, +) == 6_000)
        #expect(hours.allSatisfy { abs($0.importWh - 2_000) <= 60 && $0.isCertain }, "\(hours)")
    }

    @Test(
        "An hour that power contradicts is suspect, and no peak; seconds and grain make none",
        arguments: [
            (4_000, 2_000, true), (2_000, 4_000, true), (2_000, 2_201, true), (2_000, 2_199, false),
            (30, 79, false), (30, 81, true), (0, 49, false),
        ]
    )
    func suspect(powerW: Int, registerWh: Int, isSuspect: Bool) {
        var play = Play()
        play.power(powerW, from: utc("14:59:00"), to: utc("15:00:05"))
        play.list(utc("15:00:00"), 10_000)
        play.power(powerW, from: utc("15:00:20"), to: utc("16:00:00"))
        play.list(utc("16:00:00"), 10_000 + registerWh)
        let hour = play.hour("15:00:00")
        #expect(hour?.importWh == registerWh, "the register is what is booked")
        #expect(hour?.quality == .measured)
        #expect(hour?.isSuspect == isSuspect)
        let month = play.ledger.month(LocalMonth(year: 2026, month: 1))
        #expect(month.counting.map(\.importWh) == (isSuspect ? [] : [registerWh]))
        #expect(month.uncertain.map(\.importWh) == (isSuspect ? [registerWh] : []))
    }

    @Test("Where power was not seen nothing contradicts the register")
    func unseen() {
        var play = Play()
        play.list(utc("15:00:00"), 10_000)
        play.power(1_000, from: utc("15:00:20"), to: utc("15:50:00"))
        play.list(utc("16:00:00"), 15_000)
        #expect(play.hour("15:00:00")?.isSuspect == false)
    }

    @Test("A meter whose registers always differ is believed from the sixth hour on, and this is said once")
    func alwaysDiffer() throws {
        var play = Play()
        play.list(utc("15:00:00"), 10_000)
        for hour in 0..<10 {
            let start = utc("15:00:00").adding(seconds: Int64(hour) * 3_600)
            play.power(1_000, from: start.adding(seconds: 20), to: start.adding(seconds: 3_600))
            play.list(start.adding(seconds: 3_600), 10_000 + 2_000 * (hour + 1))
            if hour == 3 { try play.restart() }
        }
        #expect(
            play.closings.map(\.isSuspect) == [true, true, true, true, true]
                + Array(repeating: false, count: 5)
        )
        #expect(play.notices == [.powerAndRegisterDiffer(at: utc("20:00:00"))])
    }

    @Test("Power below 0 is fed in")
    func signedPower() {
        var play = Play()
        play.list(utc("15:00:00"), 10_000, export: 500)
        play.power(-2_000, from: utc("15:00:20"), to: utc("15:30:00"))
        play.power(1_000, from: utc("15:30:00"), to: utc("16:00:00"))
        play.list(utc("16:00:00"), 10_500, export: 1_500)
        let hour = play.hour("15:00:00")
        #expect(hour?.importWh == 500)
        #expect(hour?.exportWh == 1_000)
        #expect(hour?.isSuspect == false)
        #expect(play.details.last?.minutes[10] == MinutePower(importW: 0, exportW: 2_000))
        #expect(play.details.last?.quarters.map(\.exportWh) == [500, 500, 0, 0])
    }

    @Test("What counters keep back of one hour makes no peak of those that it is split over")
    func stoodStillInMidHour() {
        var play = Play()
        play.list(utc("15:00:00"), 10_000)
        play.power(5_000, from: utc("15:00:20"), to: utc("16:00:00"))
        // They stand still since twelve minutes past three, and move again in the sixth hour.
        play.list(utc("16:00:00"), 11_000)
        play.power(2_000, from: utc("16:00:20"), to: utc("17:00:00"))
        play.list(utc("17:00:00"), 11_000)
        play.power(2_000, from: utc("17:00:20"), to: utc("18:00:00"))
        play.list(utc("18:00:00"), 19_000)
        let hours = ["15:00:00", "16:00:00", "17:00:00"].compactMap(play.hour)
        #expect(hours.map(\.importWh).reduce(0, +) == 9_000)
        #expect(hours.map(\.quality) == [.measured, .split, .split])
        #expect(hours.allSatisfy { $0.isSuspect })
        #expect(play.ledger.month(LocalMonth(year: 2026, month: 1)).counting.isEmpty)
    }

    @Test(
        "Less by the register than power saw in a part of the hour is suspect too",
        arguments: [2_900, 3_100]
    )
    func lessThanSeen(registerWh: Int) {
        var play = Play()
        play.list(utc("15:00:00"), 10_000)
        play.power(4_000, from: utc("15:00:20"), to: utc("15:50:00"))
        play.list(utc("16:00:00"), 10_000 + registerWh)
        // Fifty minutes of it, and half a minute more, are 3340 Wh.
        #expect(play.hour("15:00:00")?.isSuspect == (registerWh < 3_000))
    }

    // MARK: - Counters that stood still before anybody noticed

    /// Hours of 1 kW. The counters stand still from half past four on, while nobody listens; the list of five is heard, that
    /// of six says the same.
    private func unseenStandstill() -> Play {
        var play = Play()
        play.list(utc("15:00:00"), 10_000)
        play.power(1_000, from: utc("15:00:20"), to: utc("16:00:00"))
        play.list(utc("16:00:00"), 11_000)
        play.power(1_000, from: utc("16:00:20"), to: utc("16:20:00"))
        play.list(utc("17:00:00"), 11_500)
        play.power(1_000, from: utc("17:00:20"), to: utc("18:00:00"))
        return play
    }

    @Test("An hour that was told by counters that stood still already is in doubt once that shows")
    func standstillShows() {
        var play = unseenStandstill()
        #expect(play.hour("16:00:00")?.isCertain == true)
        play.list(utc("18:00:00"), 11_500)
        #expect(play.hour("15:00:00")?.isCertain == true)
        #expect(play.hour("16:00:00")?.isCertain == false)
        #expect(play.hour("16:00:00")?.importWh == 500)
        #expect(play.notices == [.frozenRegister(at: utc("18:00:00"))])
    }

    @Test("It stays as it was told where the counters go on")
    func standstillDoesNotShow() {
        var play = unseenStandstill()
        play.list(utc("18:00:00"), 12_500)
        play.power(1_000, from: utc("18:00:20"), to: utc("19:00:00"))
        play.list(utc("19:00:00"), 12_500)
        #expect(play.hour("16:00:00")?.isCertain == true)
        #expect(play.notices == [.frozenRegister(at: utc("19:00:00"))])
    }

    @Test("A restart in between forgets nothing of it")
    func standstillAfterRestart() throws {
        var play = unseenStandstill()
        try play.restart()
        play.list(utc("18:00:00"), 11_500)
        #expect(play.hour("16:00:00")?.isCertain == false)
    }

    @Test("So is the hour that runs when counters of each message turn out to stand still")
    func frequentStandstill() {
        var play = Play()
        func message(_ wh: Int, at second: Int64) {
            let now = utc("16:00:00").adding(seconds: second)
            play.record(.registers(wh, clock: now, power: 3_600), at: now)
        }
        for second in stride(from: Int64(0), to: 1_200, by: 10) { message(10_000 + Int(second), at: second) }
        // Nobody listens from 16:20 to 16:40; the counters stand still from 16:30 to half past five.
        for second in stride(from: Int64(2_400), to: 5_400, by: 10) { message(11_800, at: second) }
        for second in stride(from: Int64(5_400), to: 7_300, by: 10) {
            message(10_000 + Int(second), at: second)
        }
        let hour = play.hour("16:00:00")
        #expect(hour?.isCertain == false, "\(String(describing: hour))")
    }
}
