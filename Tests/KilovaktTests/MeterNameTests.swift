import Foundation
import TestSupport
import Testing

/// Telegrams of a model that sends no number: two such meters look alike.
@Suite("Two meters that send no number", .timeLimit(.minutes(5)))
struct MeterNameTests {
    private let folder: URL

    init() throws {
        folder = try Checkout.temporaryFolder()
    }

    /// Runs a daemon on two captures of one model until both have ended.
    private func run(_ first: String, _ second: String) async throws -> RunningProgram {
        let capture = Checkout.root.appending(path: "captures/p1-kamstrup/lists.txt")
        let copy = folder.appending(path: "again.txt")
        try FileManager.default.copyItem(at: capture, to: copy)
        let daemon = try TestDaemon(
            folder: folder,
            """
            meters:
              - { source: "file:\(capture.path)"\(first) }
              - { source: "file:\(copy.path)"\(second) }
            storage: { path: FOLDER/kilovakt.db }
            mqtt: { url: off }
            """
        )
        return daemon.program
    }

    @Test("They are refused with a word of what to do, and nothing is kept of the second")
    func refused() async throws {
        let program = try await run("", "")
        #expect(await program.ended() == 1)
        let text = program.output.joined(separator: "\n")
        #expect(text.contains("send no number and both call themselves KAM5"))
        #expect(text.contains("Give each an id of its own in the configuration"))
    }

    @Test("With an id each, both are read")
    func apart() async throws {
        let program = try await run(", id: house", ", id: cabin")
        #expect(await program.ended() == 0)
        for id in ["house", "cabin"] {
            #expect(program.output.contains { $0.contains("number \(id), list P1") })
        }
    }
}
