import Foundation
import TestSupport
import Testing

/// `kilovakt run` with a configuration of its own.
struct TestDaemon {
    let folder: URL
    let program: RunningProgram

    /// - Parameter configuration: YAML; `FOLDER` stands for the daemon's folder.
    init(folder: URL, _ configuration: String) throws {
        self.folder = folder
        let file = folder.appending(path: "kilovakt.yaml")
        var text = configuration.replacingOccurrences(of: "FOLDER", with: folder.path)
        // A test machine's clock is right, and its kernel may not know.
        if !text.contains("clock:") { text += "\nhome: { clock: host }\n" }
        // Daemons of tests run side by side, and there is one port 8080.
        if !text.contains("dashboard:") { text += "\ndashboard: { listen: off }\n" }
        try text.write(to: file, atomically: true, encoding: .utf8)
        program = try RunningProgram(Checkout.program, ["run", "--config", file.path])
    }

    /// Ends it as systemd does, and checks that it ends well.
    func stop() async {
        program.send(signal: SIGTERM)
        let code = await program.ended()
        #expect(code == 0, "\(program.output.suffix(5))")
    }
}
