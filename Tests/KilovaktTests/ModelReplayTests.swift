import Foundation
import Meters
import Simulator
import TestSupport
import Testing

/// One home, measured by every model there is: the hours are the home's, and not the meter's.
@Suite("replay of every model", .ownThread, .timeLimit(.minutes(30)))
struct ModelReplayTests {
    /// Six hours of the home of seed 1, as the simulated meters with counters to the watt-hour in every message have them.
    static let hours = [894, 894, 893, 910, 1_055, 2_351]

    /// Registers to 10 Wh, and Kaifa's of ten seconds past the hour.
    static let toleranceWh = 15

    @Test("Six hours are measured, and the same by every model", arguments: SimulatedModel.allCases)
    func hours(model: SimulatedModel) async throws {
        let capture = try Checkout.temporaryFolder().appending(path: "capture.txt").path
        let keys = model.isEnciphered ? Keys.options(of: model) : []
        let simulated = try await RunningProgram.run(
            Checkout.program,
            [
                "simulate", "--make", model.rawValue, "--from", "2026-01-15T00:00:00Z", "--hours", "6.1",
                "--out", capture,
            ] + keys
        )
        #expect(simulated.code == 0)
        let result = try await RunningProgram.run(Checkout.program, ["replay", "--json"] + keys + [capture])
        #expect(result.code == 0)
        let report = try JSON(try #require(result.lines.last))
        #expect(report["errors"]?.int == 0)
        #expect(report["unread"]?.int == 0)
        #expect(report["meter"]?["make"]?.text == model.make.rawValue)
        // A meter with hourly registers alone has none before the first full hour.
        let measured = report["hours"]?.list.filter { $0["quality"]?.text == "measured" } ?? []
        #expect(measured.count >= 5)
        for (hour, expected) in zip(measured.reversed(), Self.hours.reversed()) {
            let energy = try #require(hour["import_wh"]?.int)
            #expect(abs(energy - expected) <= Self.toleranceWh, "\(hour)")
        }
        let corrections = report["notices"]?.list.compactMap(\.text).count { $0.contains("counts in Wh") }
        #expect(corrections == (model == .kamstrupSweden ? 1 : 0))
    }
}
