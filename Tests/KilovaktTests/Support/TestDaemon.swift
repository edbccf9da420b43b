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

/// A line of `mosquitto_sub -F "%r %t %p"`.
struct Published {
    var isRetained: Bool
    var topic: String
    var payload: String

    init?(_ line: String) {
        let parts = line.split(separator: " ", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0] == "0" || parts[0] == "1" else { return nil }
        isRetained = parts[0] == "1"
        topic = String(parts[1])
        payload = String(parts[2])
    }
}

extension RunningProgram {
    /// What a subscriber has heard, by order.
    var published: [Published] { output.compactMap(Published.init) }

    /// Waits for a message under a topic that ends like this, and is as wanted.
    func hears(_ ending: String, where isWanted: @escaping @Sendable (JSON) -> Bool = { _ in true })
        async throws -> JSON
    {
        let found = await prints { lines in
            lines.compactMap(Published.init).contains { message in
                guard message.topic.hasSuffix(ending), let payload = try? JSON(message.payload) else {
                    return false
                }
                return isWanted(payload)
            }
        }
        try #require(found, "nothing under \(ending)")
        let message = published.last { message in
            message.topic.hasSuffix(ending) && (try? JSON(message.payload)).map(isWanted) == true
        }
        return try JSON(try #require(message).payload)
    }
}
