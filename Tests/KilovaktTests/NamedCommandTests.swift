import ArgumentParser
import Foundation
import TestSupport
import Testing

@testable import kilovakt

@Suite("Commands that texts name")
struct NamedCommandTests {
    /// `kilovakt WORD`, with the word behind it.
    private struct Mention: Hashable, CustomStringConvertible {
        var place: String
        var words: [String]

        var description: String { "\(place): kilovakt \(words.joined(separator: " "))" }
    }

    /// Words that follow the program's name in sentences, and are not its commands.
    private static let prose: Set = ["database", "in", "is", "keeps", "publishes", "runs"]

    @Test("Every command in a message, a document or a unit is one of the program")
    func exist() throws {
        let mentions = try mentionsInSources() + mentionsInDocuments()
        // A pattern that finds nothing would let everything pass.
        #expect(mentions.count > 30)
        let unknown = mentions.filter { !Self.exists($0.words, in: Kilovakt.self) }
        #expect(unknown == [], "not a command; if it is a sentence, add its word to `prose`")
    }

    @Test(
        "A command that does not exist is found",
        arguments: ["ports", "alerts ring", "import elhubb", "doctor"]
    )
    func found(_ words: String) {
        #expect(!Self.exists(words.split(separator: " ").map(String.init), in: Kilovakt.self))
    }

    @Test("Commands are found where they stand in texts")
    func patterns() {
        let literal = Self.commands(in: #"        "run `kilovakt ports` or kilovakt decode FILE","#)
        #expect(literal == [["ports"], ["decode"]])
        let unit = Self.commands(in: "ExecStart=/usr/bin/kilovakt run --config /etc/kilovakt/kilovakt.yaml")
        #expect(unit == [["run"]])
        #expect(
            Self.commands(in: "    kilovakt import elhub *.csv && kilovakt peaks 2027-01") == [
                ["import", "elhub"], ["peaks"],
            ]
        )
    }

    /// - Parameter words: a command's name and its subcommand's, or the name alone.
    private static func exists(_ words: [String], in command: any ParsableCommand.Type) -> Bool {
        let subcommands = command.configuration.subcommands
        guard let word = words.first, !subcommands.isEmpty else { return true }
        guard let next = subcommands.first(where: { $0.configuration.commandName == word }) else {
            return false
        }
        return exists(Array(words.dropFirst()), in: next)
    }

    private static func commands(in text: String) -> [[String]] {
        text.matches(of: /kilovakt ([a-z][a-z-]*)(?: ([a-z][a-z-]*))?(?![A-Za-z.\/])/)
            .map { [$0.1, $0.2].compactMap { $0.map(String.init) } }
    }

    /// The commands in string literals.
    private func mentionsInSources() throws -> [Mention] {
        try files(under: "Sources", ending: ".swift").flatMap { path, lines in
            lines.filter { $0.contains("\"") && !$0.drop { $0 == " " }.hasPrefix("//") }
                .flatMap { Self.commands(in: $0) }
                .filter { !Self.prose.contains($0[0]) }
                .map { Mention(place: path, words: $0) }
        }
    }

    /// The commands in code, set off in backquotes, by four spaces or in a unit.
    private func mentionsInDocuments() throws -> [Mention] {
        let documents =
            try files(under: "docs", ending: ".md") + files(under: "systemd", ending: "")
            + [("README.md", lines(of: "README.md"))]
        return documents.flatMap { path, lines in
            lines.flatMap { line in
                let isCode = line.hasPrefix("    ") || line.hasPrefix("ExecStart")
                let code = isCode ? [line] : line.matches(of: /[`"]([^`"]+)[`"]/).map { String($0.1) }
                return code.flatMap { Self.commands(in: $0) }
            }
            .filter { !Self.prose.contains($0[0]) }
            .map { Mention(place: path, words: $0) }
        }
    }

    private func files(under folder: String, ending: String) throws -> [(String, [String])] {
        let names = try FileManager.default.subpathsOfDirectory(
            atPath: Checkout.root.appending(path: folder).path
        )
        return try names.filter { $0.hasSuffix(ending) && !$0.hasSuffix(".png") }.compactMap { name in
            let path = "\(folder)/\(name)"
            var isFolder: ObjCBool = false
            let full = Checkout.root.appending(path: path).path
            guard FileManager.default.fileExists(atPath: full, isDirectory: &isFolder), !isFolder.boolValue
            else {
                return nil
            }
            return (path, try lines(of: path))
        }
    }

    private func lines(of path: String) throws -> [String] {
        try String(contentsOf: Checkout.root.appending(path: path), encoding: .utf8)
            .split(separator: "\n").map(String.init)
    }
}
