import Foundation
import TestSupport
import Testing

@Suite("The time of captures without times", .timeLimit(.minutes(5)))
struct CaptureClockTests {
    /// Captures that begin at 16:59:50 UTC on a day of July.
    static let summers = DecodeTests.captures.filter { $0.contains("/summer.") }

    @Test("Each model's clock is read by the zone that it keeps", arguments: summers)
    func summer(name: String) async throws {
        let model = String(name.prefix { $0 != "/" })
        let keys: [String] =
            switch model {
            case "kamstrup-dk": ["--key", Keys.encryption, "--auth", Keys.authentication]
            case "kaifa-at", "sagemcom-at": ["--key", Keys.encryption]
            default: []
            }
        let file = Checkout.root.appending(path: "captures/\(name)").path
        let result = try await RunningProgram.run(Checkout.program, ["replay", "--json"] + keys + [file])
        let report = try JSON(try #require(result.lines.last))
        let starts = report["hours"]?.list.compactMap { $0["start"]?.text } ?? []
        // Aidon says once what time it is, and what came before is left out: its hour has only begun then.
        #expect(starts.isEmpty == (model == "aidon"))
        #expect(Set(starts).isSubset(of: ["2026-07-15T16:00:00Z", "2026-07-15T17:00:00Z"]))
    }
}
