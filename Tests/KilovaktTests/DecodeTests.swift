import Foundation
import TestSupport
import Testing

@Suite("decode", .timeLimit(.minutes(2)))
struct DecodeTests {
    private func decode(_ file: URL) async throws -> (code: Int32, messages: [JSON]) {
        let result = try await RunningProgram.run(Checkout.program, ["decode", "--json", file.path])
        return (result.code, try result.lines.map { try JSON($0) })
    }

    static let captures: [String] = {
        let paths = FileManager.default.subpaths(atPath: Checkout.root.appending(path: "captures").path) ?? []
        return paths.filter { $0.hasSuffix(".hex") || $0.hasSuffix(".txt") || $0.hasSuffix(".bin") }.sorted()
    }()

    @Test("Every capture says what stands beside it", arguments: captures)
    func simulated(name: String) async throws {
        let file = Checkout.root.appending(path: "captures/\(name)")
        let expected = try String(
            contentsOf: file.deletingPathExtension().appendingPathExtension("json"),
            encoding: .utf8
        )
        let result = try await decode(file)
        #expect(result.code == 0)
        #expect(try result.messages == expected.split(separator: "\n").map { try JSON($0) })
    }

    @Test("There are captures of every make")
    func capturesExist() {
        for make in ["aidon", "kaifa", "kamstrup"] {
            #expect(Self.captures.contains("\(make)/lists.hex"))
        }
    }

    @Test(
        "Real messages of Norway and Sweden say what is expected of them",
        .enabled(if: Shared.isPresent, Shared.why)
    )
    func real() async throws {
        let captures = Shared.root.appending(path: "captures")
        let lines = try String(contentsOf: captures.appending(path: "expected.jsonl"), encoding: .utf8).split(
            separator: "\n"
        )
        #expect(lines.count >= 12)
        for line in lines {
            let expected = try JSON(line)
            let file = try #require(expected["file"]?.text)
            let result = try await decode(captures.appending(path: file))
            #expect(result.code == 0 && result.messages.count == 1, "\(file)")
            let message = try #require(result.messages.first)
            #expect(message["meter"]?["make"]?.text?.lowercased() == expected["make"]?.text, "\(file)")
            for key in ["offset", "clock", "registers"] {
                #expect(message[key] == expected[key], "\(file) \(key)")
            }
        }
    }

    @Test(
        "Broken captures and those that need a key give errors and no reading",
        .enabled(if: Shared.isPresent, Shared.why),
        arguments: [
            "broken/aidon-32-bytes", "broken/aidon-truncated", "broken/kamstrup-bad-fcs",
            "broken/kamstrup-ch-bad-fcs", "broken/kamstrup-truncated", "denmark/kamstrup-encrypted-nokey",
            "other/kaifa-at-mbus-encrypted-nokey", "other/sagemcom-at-mbus-encrypted-nokey",
        ]
    )
    func broken(name: String) async throws {
        let result = try await decode(Shared.root.appending(path: "captures/real/\(name).hex"))
        #expect(result.code == 1)
        #expect(!result.messages.isEmpty)
        for message in result.messages {
            #expect(message["registers"] == nil)
            #expect(message["error"]?.text?.isEmpty == false)
            #expect(message["error"]?.text?.contains("encrypted: needs --key") == name.contains("nokey"))
        }
    }

    struct Damage: Sendable {
        var name: String
        var bytes: [UInt8]
        var complaint: String?
    }

    static let damages: [Damage] = {
        var random = SystemRandomNumberGenerator()
        let noise = (0..<100_000).map { _ in UInt8.random(in: 0...255, using: &random) }
        return [
            Damage(name: "noise", bytes: noise, complaint: "passed over"),
            Damage(name: "flags", bytes: [UInt8](repeating: 0x7E, count: 10_000), complaint: nil),
            Damage(
                name: "2047 bytes claimed",
                bytes: [0x7E, 0xA7, 0xFF, 0x01, 0x02, 0x01, 0x10],
                complaint: "cut short"
            ),
            Damage(name: "nothing", bytes: [], complaint: nil),
        ]
    }()

    @Test("Damage is passed over, counted and said", arguments: damages)
    func damaged(_ damage: Damage) async throws {
        let file = try Checkout.temporaryFolder().appending(path: "damage")
        try Data(damage.bytes).write(to: file)
        let result = try await decode(file)
        #expect(result.code == 1)
        #expect(result.messages.allSatisfy { $0["registers"] == nil })
        if let complaint = damage.complaint {
            #expect(result.messages.contains { $0["error"]?.text?.contains(complaint) == true })
        } else {
            #expect(result.messages.isEmpty)
        }
    }

    @Test("A file that is not there, and one that is compressed, are said plainly")
    func files() async throws {
        let missing = try await RunningProgram.run(Checkout.program, ["decode", "/no/such/file"])
        #expect(missing.code == 1)
        #expect(
            missing.lines.joined().contains(
                "kilovakt: /no/such/file: cannot open it, No such file or directory"
            )
        )
        let file = try Checkout.temporaryFolder().appending(path: "capture.hex")
        try Data([0x1F, 0x8B, 8, 0]).write(to: file)
        let packed = try await RunningProgram.run(Checkout.program, ["decode", file.path])
        #expect(packed.code == 1)
        #expect(packed.lines.joined().contains("gunzip"))
    }
}
