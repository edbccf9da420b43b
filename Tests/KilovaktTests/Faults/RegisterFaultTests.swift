import Civil
import Ledger
import Meters
import Simulator
import TestSupport
import Testing

@testable import Daemon

@Suite("Hours of a meter whose registers go wrong", .ownThread, .timeLimit(.minutes(30)))
struct RegisterFaultTests {
    @Test(
        "Registers that stand still from hour to hour are split when they move",
        arguments: ListFaultTests.norway
    )
    func frozen(model: SimulatedModel) throws {
        let home = try FaultyHome(model, "frozen-register@2026-01-15T17:00:00Z/2h")
        #expect(home.qualities == [.measured, .measured, .split, .split, .measured, .measured])
        #expect(home.worstErrorWh <= ListFaultTests.toleranceWh, "\(home.energies)")
        #expect(home.notices == [.frozenRegister(at: utc("18:00:00"))])
        #expect((3_975...4_025).contains(home.peaks.first ?? 0))
    }

    @Test("From the middle of an hour no hour that they spoil is a peak", arguments: ListFaultTests.norway)
    func frozenInMidHour(model: SimulatedModel) throws {
        let home = try FaultyHome(model, "frozen-register@2026-01-15T17:20:00Z/2h")
        #expect(home.qualities == [.measured, .measured, .measured, .split, .split, .measured])
        #expect(home.evening.map { $0?.isSuspect } == [false, false, true, true, true, false])
        #expect(abs(home.energies.reduce(0, +) - 14_200) <= ListFaultTests.toleranceWh)
        #expect(home.notices == [.frozenRegister(at: utc("19:00:00"))])
        #expect((2_975...3_025).contains(home.peaks.first ?? 0), "the highest that is certain")
    }

    static let newStarts = [
        "register-reset@2026-01-15T17:30:00Z", "register-fall@2026-01-15T17:30:00Z=5000000",
        "register-jump@2026-01-15T17:30:00Z=200000",
    ]

    @Test(
        "Registers that begin again, fall or jump are a new start, and the hour goes by power",
        arguments: ListFaultTests.norway,
        newStarts
    )
    func newStart(model: SimulatedModel, fault: String) throws {
        let home = try FaultyHome(model, fault)
        #expect(home.qualities == [.measured, .measured, .integrated, .measured, .measured, .measured])
        #expect(home.worstErrorWh <= ListFaultTests.toleranceWh, "\(home.energies)")
        let baselines = home.notices.filter { if case .newBaseline = $0 { true } else { false } }
        #expect(home.notices.count == 1 && baselines.count == 1, "\(home.notices)")
    }

    @Test("A fall that the hour's own energy hides makes it suspect", arguments: ListFaultTests.norway)
    func smallFall(model: SimulatedModel) throws {
        let home = try FaultyHome(model, "register-fall@2026-01-15T17:30:00Z=1000")
        #expect(home.evening.map { $0?.isSuspect } == [false, false, true, false, false, false])
        #expect(home.qualities == Array(repeating: .measured, count: 6))
    }

    @Test("A jump of a few kWh makes the hour suspect, and no peak", arguments: ListFaultTests.norway)
    func smallJump(model: SimulatedModel) throws {
        let home = try FaultyHome(model, "register-jump@2026-01-15T17:30:00Z=7000")
        #expect(home.evening.map { $0?.isSuspect } == [false, false, true, false, false, false])
        #expect((3_975...4_025).contains(home.peaks.first ?? 0))
    }

    @Test(
        "Another meter's registers have nothing to do with the first one's",
        arguments: ListFaultTests.norway
    )
    func otherMeter(model: SimulatedModel) throws {
        let home = try FaultyHome(model, "other-meter@2026-01-15T17:30:00Z")
        #expect(home.worstErrorWh <= ListFaultTests.toleranceWh, "\(home.energies)")
        #expect(home.qualities == [.measured, .measured, .integrated, .measured, .measured, .measured])
        #expect(home.notices.count == 1)
        guard case .otherMeter(let from, let to)? = home.notices.first else { return }
        #expect(from != to && home.ledger.meter?.id == to)
    }

    @Test(
        "What is fed in is measured as what is drawn, by two numbers or by a sign",
        arguments: ["production=6000", "production=6000,signed-power"],
        ListFaultTests.norway
    )
    func production(faults: String, model: SimulatedModel) throws {
        // Kaifa's list has no place for a sign.
        if model == .kaifa, faults.contains("signed") { return }
        let start = utc("08:58:00")
        let home = try FaultyHome(model, faults, watts: [1_000, 3_000, 500], from: start, hours: 5)
        for hour in 9...13 {
            let (from, to) = (
                utc("2026-01-15T\(hour < 10 ? "0" : "")\(hour):00:00Z"), utc("\(hour + 1):00:00")
            )
            let (before, after) = (try #require(home.counted[from]), try #require(home.counted[to]))
            let told = try #require(home.hours[from])
            #expect(abs(told.importWh - (after.importWh - before.importWh)) <= ListFaultTests.toleranceWh)
            #expect(abs(told.exportWh - (after.exportWh - before.exportWh)) <= ListFaultTests.toleranceWh)
            #expect(told.quality == .measured && !told.isSuspect)
        }
        #expect(home.hours.values.contains { $0.exportWh > 1_000 })
        #expect(home.notices == [])
    }
}
