import Civil
import Ledger
import Simulator
import TestSupport
import Testing

@testable import Daemon

@Suite("Hours of wrong clocks and bad lines", .ownThread, .timeLimit(.minutes(30)))
struct ClockFaultTests {
    @Test(
        "A meter's clock that is wrong moves no hour",
        arguments: ListFaultTests.norway,
        ["-20m", "-90s", "45s", "29m", "-1h", "40d"]
    )
    func wrong(model: SimulatedModel, error: String) throws {
        let home = try FaultyHome(model, "wrong-clock=\(error)")
        // The first hour may have begun before the first register came, and the last one's register is yet to come.
        let hours = home.evening[1...4]
        // Ninety seconds late the list is still taken for the hour's: those of the next hour's power.
        let allowed = error == "-90s" ? 150 : 75
        #expect(zip(hours, FaultyHome.evening[1...4]).allSatisfy { abs(($0?.importWh ?? 0) - $1) <= allowed })
        #expect(hours.allSatisfy { $0?.isCertain == true }, "\(home.qualities)")
        #expect(abs((home.peaks.first ?? 0) - 4_000) <= allowed)
        #expect(home.notices == [])
    }

    @Test("A meter's clock that says nothing leaves all measured, too", arguments: ListFaultTests.norway)
    func unset(model: SimulatedModel) throws {
        let home = try FaultyHome(model, "unset-clock")
        #expect(home.qualities == Array(repeating: .measured, count: 6))
        #expect(home.worstErrorWh <= ListFaultTests.toleranceWh, "\(home.energies)")
        #expect(home.notices == [])
    }

    @Test(
        "Three hours back and forth again is said, and the hours after it are right",
        arguments: ListFaultTests.norway
    )
    func hostBack(model: SimulatedModel) throws {
        let home = try FaultyHome(model, "host-clock@2026-01-15T17:30:00Z/40m=-3h")
        let back = home.notices.filter { if case .clockWentBack = $0 { true } else { false } }
        #expect(back.count == 1 && home.notices.count == 1, "\(home.notices)")
        #expect(home.qualities[4...] == [.measured, .measured])
        #expect(abs(home.energies[4] - 2_500) <= 25 && abs(home.energies[5] - 1_200) <= 25)
        // What was told as measured stays, and no hour is higher than any was.
        #expect(home.qualities[..<2] == [.measured, .measured])
        #expect(home.peaks.allSatisfy { $0 <= 4_025 })
    }

    @Test("Forward and back within the hour leaves what the registers say", arguments: ListFaultTests.norway)
    func hostForward(model: SimulatedModel) throws {
        let home = try FaultyHome(model, "host-clock@2026-01-15T17:10:00Z/20m=25m")
        #expect(home.notices.count == 1, "the way back")
        #expect(home.qualities == Array(repeating: .measured, count: 6))
        #expect(home.worstErrorWh <= ListFaultTests.toleranceWh, "\(home.energies)")
    }

    @Test(
        "Noise and messages that come twice change nothing",
        arguments: ListFaultTests.norway,
        ["noise", "doubled"]
    )
    func noise(model: SimulatedModel, fault: String) throws {
        let home = try FaultyHome(model, fault)
        #expect(home.qualities == Array(repeating: .measured, count: 6))
        #expect(home.worstErrorWh <= ListFaultTests.toleranceWh, "\(home.energies)")
        #expect(home.notices == [])
        #expect((home.counts.errors > 0) == (fault == "noise"))
    }

    @Test(
        "Wrong bits and cut messages are lost, never wrong",
        arguments: ListFaultTests.norway,
        ["bit-errors=10", "cut=10"]
    )
    func damage(model: SimulatedModel, fault: String) throws {
        let home = try FaultyHome(model, fault)
        #expect(home.counts.errors > 0)
        #expect(home.evening.allSatisfy { $0?.isCertain == true }, "\(home.qualities)")
        // The last message of an hour may be among the lost.
        #expect(home.worstErrorWh <= 60, "\(home.energies)")
        #expect(home.notices == [])
    }
}
