import Civil
import Ledger
import Simulator
import TestSupport
import Testing

@testable import Daemon

@Suite("Hours of a meter whose hourly list goes wrong", .ownThread, .timeLimit(.minutes(30)))
struct ListFaultTests {
    static let norway: [SimulatedModel] = [.aidon, .kaifa, .kamstrup]

    /// Registers of ten seconds past the hour, in tens of watt-hours.
    static let toleranceWh = 25

    @Test("Without a fault all are measured", arguments: norway)
    func none(model: SimulatedModel) throws {
        let home = try FaultyHome(model)
        #expect(home.qualities == Array(repeating: .measured, count: 6))
        #expect(home.worstErrorWh <= Self.toleranceWh, "\(home.energies)")
        #expect(home.notices == [])
    }

    @Test("A list that comes again is missing, and makes no double hour", arguments: norway)
    func repeated(model: SimulatedModel) throws {
        let home = try FaultyHome(model, "repeated-list@2026-01-15T18:00:00Z")
        #expect(home.qualities == [.measured, .measured, .split, .split, .measured, .measured])
        #expect(home.worstErrorWh <= Self.toleranceWh, "\(home.energies)")
        #expect(home.notices == [.repeatedHourlyList(at: utc("18:00:00"))])
        #expect((3_975...4_025).contains(home.peaks.first ?? 0))
    }

    @Test("A list that is missing, or several, are one difference that power divides", arguments: norway)
    func missing(model: SimulatedModel) throws {
        let one = try FaultyHome(model, "missing-list@2026-01-15T17:00:00Z")
        #expect(one.qualities == [.measured, .split, .split, .measured, .measured, .measured])
        #expect(one.worstErrorWh <= Self.toleranceWh, "\(one.energies)")
        let three = try FaultyHome(model, "missing-list@2026-01-15T17:00:00Z/x3")
        #expect(three.qualities == [.measured, .split, .split, .split, .split, .measured])
        #expect(three.worstErrorWh <= Self.toleranceWh, "\(three.energies)")
        #expect(one.notices == [] && three.notices == [])
    }

    @Test("A list that comes a minute late is the hour's", arguments: norway)
    func late(model: SimulatedModel) throws {
        let home = try FaultyHome(model, "late-list@2026-01-15T17:00:00Z/x2=59s")
        #expect(home.qualities == Array(repeating: .measured, count: 6))
        // Kaifa's registers are of when they are sent: a minute of what the next hour draws more.
        #expect(home.worstErrorWh <= (model == .kaifa ? 75 : Self.toleranceWh), "\(home.energies)")
        #expect(home.notices == [])
    }

    @Test(
        "One that is later than two minutes is of no hour: both around it share, and nothing is lost",
        arguments: norway
    )
    func veryLate(model: SimulatedModel) throws {
        let home = try FaultyHome(model, "late-list@2026-01-15T18:00:00Z=150s")
        #expect(home.qualities == [.measured, .measured, .split, .split, .measured, .measured])
        #expect(abs(home.energies[2] + home.energies[3] - 6_000) <= Self.toleranceWh)
        #expect(
            zip(home.energies, FaultyHome.evening).allSatisfy { abs($0 - $1) <= $1 / 10 },
            "\(home.energies)"
        )
        #expect(home.notices == [])
    }

    @Test("Without any list hours are what power says", arguments: norway)
    func never(model: SimulatedModel) throws {
        let home = try FaultyHome(model, "no-list")
        #expect(home.qualities == Array(repeating: .integrated, count: 6))
        #expect(home.worstErrorWh <= Self.toleranceWh, "\(home.energies)")
        #expect((3_975...4_025).contains(home.peaks.first ?? 0))
    }

    @Test("With registers in every message they are measured", arguments: norway)
    func always(model: SimulatedModel) throws {
        let home = try FaultyHome(model, "registers-always")
        #expect(home.qualities == Array(repeating: .measured, count: 6))
        #expect(home.worstErrorWh <= Self.toleranceWh, "\(home.energies)")
        #expect(home.notices == [])
    }

    @Test("Silence over two hours makes both uncertain, and they add up", arguments: norway)
    func silence(model: SimulatedModel) throws {
        let home = try FaultyHome(model, "silence@2026-01-15T17:20:00Z/90m")
        #expect(home.qualities == [.measured, .measured, .gap, .gap, .measured, .measured])
        #expect(abs(home.energies[2] + home.energies[3] - 6_000) <= Self.toleranceWh)
        #expect((2_975...3_025).contains(home.peaks.first ?? 0), "the highest that is certain")
        #expect(home.uncertain.count == 1)
    }

    @Test("Silence within an hour leaves it measured", arguments: norway)
    func shortSilence(model: SimulatedModel) throws {
        let home = try FaultyHome(model, "silence@2026-01-15T17:20:00Z/30m")
        #expect(home.qualities == Array(repeating: .measured, count: 6))
        #expect(home.worstErrorWh <= Self.toleranceWh, "\(home.energies)")
    }
}
