import Dashboard
import Foundation
import Settings
import TestSupport
import Testing

@Suite("The dashboard's configuration", .timeLimit(.minutes(5)))
struct DashboardConfigurationTests {
    private func read(_ text: String) throws -> DashboardSettings? {
        try ConfigurationFile.read(text, file: "k.yaml").dashboard
    }

    @Test(
        "Without a word of it, it listens on loopback and asks for nothing",
        arguments: ["", "dashboard:\n", "dashboard: {}"]
    )
    func defaults(text: String) throws {
        let settings = try #require(try read(text))
        #expect(settings.listen.description == "127.0.0.1:8080")
        #expect(settings.listen.isLoopback && settings.password == nil && settings.token == nil)
    }

    @Test("It can be turned off")
    func off() throws {
        #expect(try read("dashboard: { listen: off }") == nil)
        #expect(try read("dashboard: { listen: \"off\" }") == nil)
    }

    @Test("What kilovakt password writes is a password for the whole network, beside a token")
    func password() async throws {
        let folder = try Checkout.temporaryFolder()
        let file = folder.appending(path: "dashboard").path
        let made = try await make("korrekt hest", ["--out", file])
        try #require(made.code == 0, "\(made.lines)")
        #expect(!made.lines.joined().contains("korrekt hest"))
        let attributes = try FileManager.default.attributesOfItem(atPath: file)
        #expect(attributes[.posixPermissions] as? Int == 0o600)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["dashboard"])
        try Data("display-0123456789".utf8).write(to: folder.appending(path: "token"))
        let settings = try read(
            "dashboard: { listen: '[::]:80', password: 'file:\(file)', token: 'file:\(folder.path)/token' }"
        )
        #expect(settings?.listen.isLoopback == false)
        #expect(settings?.password != nil && settings?.token != nil)
    }

    @Test("Without a file the hash is printed, and nothing else is")
    func printed() async throws {
        let made = try await make("korrekt hest", [])
        #expect(made.code == 0)
        #expect(made.lines.count == 1)
        _ = try PasswordHash(made.lines[0])
    }

    @Test(
        "What is no password is refused",
        arguments: [("kort\\n", "too short"), ("", "no password was given")]
    )
    func refused(input: String, words: String) async throws {
        let made = try await make(input, [], newline: false)
        #expect(made.code == 1)
        #expect(made.lines.first?.contains(words) == true)
    }

    private func make(_ password: String, _ arguments: [String], newline: Bool = true) async throws
        -> (code: Int32, lines: [String])
    {
        try await RunningProgram.run(
            URL(filePath: "/bin/sh"),
            [
                "-c", "printf '\(password)\(newline ? "\\n" : "")' | \"$0\" password \"$@\"",
                Checkout.program.path,
            ]
                + arguments
        )
    }
}
