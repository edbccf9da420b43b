import Foundation
import TestSupport
import Testing

@Suite("replay --energy-scale", .timeLimit(.minutes(5)))
struct EnergyScaleOptionTests {
    private let folder: URL

    init() throws {
        folder = try Checkout.temporaryFolder()
    }

    /// A simulated Kamstrup of Norway, six hours: in 10 Wh.
    ///
    /// - Parameter differs: whether power is expected to say something else than the registers, hour after hour.
    private func hours(_ options: [String], differs: Bool = false) async throws -> [(
        importWh: Int, quality: String
    )] {
        let capture = folder.appending(path: "capture.txt").path
        let simulated = try await RunningProgram.run(
            Checkout.program,
            [
                "simulate", "--make", "kamstrup", "--from", "2026-01-15T05:58:00Z", "--hours", "6.1", "--out",
                capture,
            ]
        )
        #expect(simulated.code == 0)
        let result = try await RunningProgram.run(
            Checkout.program,
            ["replay", "--json"] + options + [capture]
        )
        #expect(result.code == 0)
        let report = try JSON(try #require(result.lines.last))
        #expect(report["notices"]?.list.count == (differs ? 1 : 0))
        return report["hours"]?.list.map { ($0["import_wh"]?.int ?? -1, $0["quality"]?.text ?? "") } ?? []
    }

    @Test("Without a word and with the right one the hours are the same, with the wrong one a tenth")
    func scales() async throws {
        let found = try await hours([])
        #expect(found.count == 7)
        #expect(found.dropFirst().allSatisfy { $0.quality == "measured" && $0.importWh > 100 })
        let set = try await hours(["--energy-scale", "10wh"])
        #expect(set.map(\.importWh) == found.map(\.importWh))
        let wrong = try await hours(["--energy-scale", "wh"], differs: true)
        #expect(wrong.dropFirst().map(\.importWh) == found.dropFirst().map { $0.importWh / 10 })
    }

    @Test("The configuration's meter says it too, and the option has the last word")
    func configuration() async throws {
        let file = folder.appending(path: "k.yaml")
        try "meters: [ { energy_scale: wh } ]".write(to: file, atomically: true, encoding: .utf8)
        let found = try await hours(["--config", file.path, "--energy-scale", "auto"])
        let wrong = try await hours(["--config", file.path], differs: true)
        #expect(wrong.dropFirst().map(\.importWh) == found.dropFirst().map { $0.importWh / 10 })
    }

    @Test("Another word is refused with those that are allowed")
    func misuse() async throws {
        let result = try await RunningProgram.run(Checkout.program, ["replay", "--energy-scale", "kwh", "x"])
        #expect(result.code == 2)
        #expect(result.lines.contains { $0.contains("auto") && $0.contains("10wh") })
    }
}
