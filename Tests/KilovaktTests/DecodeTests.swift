import Ciphering
import Foundation
import Simulator
import TestSupport
import Testing

@Suite("decode", .timeLimit(.minutes(5)))
struct DecodeTests {
    private func decode(_ file: URL, _ options: [String] = []) async throws -> (code: Int32, messages: [JSON])
    {
        let result = try await RunningProgram.run(
            Checkout.program,
            ["decode", "--json"] + options + [file.path]
        )
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
        let model = try #require(SimulatedModel(rawValue: String(name.prefix { $0 != "/" })))
        let result = try await decode(file, model.isEnciphered ? Keys.options(of: model) : [])
        #expect(result.code == 0)
        #expect(try result.messages == expected.split(separator: "\n").map { try JSON($0) })
    }

    @Test("There are captures of every model", arguments: SimulatedModel.allCases)
    func capturesExist(model: SimulatedModel) {
        #expect(Self.captures.contains { $0.hasPrefix("\(model.rawValue)/lists.") })
    }

    static let enciphered = captures.filter { name in
        SimulatedModel(rawValue: String(name.prefix { $0 != "/" }))?.isEnciphered == true
    }

    static let refusals: [(options: [String], reason: String)] = [
        ([], "encrypted: needs --key"), (["--key", Keys.wrong], "encrypted: wrong key"),
        (["--key", Keys.wrong, "--auth", Keys.authentication], "encrypted: wrong key"),
    ]

    @Test(
        "Without the right key, enciphered messages are refused with the reason",
        arguments: enciphered,
        refusals.indices
    )
    func refused(name: String, index: Int) async throws {
        let (options, reason) = Self.refusals[index]
        let file = Checkout.root.appending(path: "captures/\(name)")
        let result = try await decode(file, options)
        #expect(result.code == 1)
        #expect(!result.messages.isEmpty)
        for message in result.messages {
            #expect(message["registers"] == nil)
            #expect(message["error"]?.text?.hasPrefix(reason) == true)
        }
    }

    @Test("A wrong authentication key is a bad tag, and without one the tag is not asked for")
    func authentication() async throws {
        let file = Checkout.root.appending(path: "captures/kamstrup-dk/lists.hex")
        let wrong = try await decode(file, ["--key", Keys.encryption, "--auth", Keys.wrong])
        #expect(wrong.code == 1)
        #expect(wrong.messages.allSatisfy { $0["error"]?.text?.hasPrefix("encrypted: bad tag") == true })
        let without = try await decode(file, ["--key", Keys.encryption])
        #expect(without.code == 0)
        #expect(without.messages == (try await decode(file, Keys.options(of: .kamstrupDenmark))).messages)
    }

    @Test("A capture played back is noticed by its frame counters")
    func playedBack() async throws {
        let file = Checkout.root.appending(path: "captures/kamstrup-dk/lists.hex")
        let text = try String(contentsOf: file, encoding: .utf8)
        let twice = try Checkout.temporaryFolder().appending(path: "twice.hex")
        try Data((text + text).utf8).write(to: twice)
        let result = try await decode(twice, Keys.options(of: .kamstrupDenmark))
        let half = result.messages.count / 2
        #expect(half > 0)
        #expect(result.messages.prefix(half).allSatisfy { $0["registers"] != nil })
        #expect(
            result.messages.dropFirst(half).allSatisfy {
                $0["error"]?.text?.hasPrefix("encrypted: replayed") == true
            }
        )
    }

    static let badKeys: [[String]] = [
        ["--key", "C0FFEE"], ["--key", "C0FFEEC0FFEEC0FFEEC0FFEEC0FFEEXY"], ["--auth", Keys.authentication],
        ["--key", Keys.encryption, "--auth", "C0FFEE"], ["--key", "file:/no/such/file"],
    ]

    @Test("A text that is no key is misuse, and is not shown", arguments: badKeys)
    func badKey(options: [String]) async throws {
        let file = Checkout.root.appending(path: "captures/kamstrup-dk/lists.hex")
        let result = try await RunningProgram.run(Checkout.program, ["decode"] + options + [file.path])
        #expect(result.code != 0)
        for secret in ["C0FFEE", Keys.encryption, Keys.authentication] {
            #expect(!result.lines.joined().contains(secret))
        }
    }

    @Test("A list that nobody knows is shown with what is in it")
    func unknownList() async throws {
        let list = try hexBytes("02 04 0A 05 5045415253 06 00001234 02 02 0906 0100010700FF 05 FFFFFFFF 00")
        let frame = Frames.frame([0xE6, 0xE7, 0x00, 0x0F, 0x40, 0, 0, 0, 0x00] + list)
        let file = try Checkout.temporaryFolder().appending(path: "unknown.bin")
        try Data(frame).write(to: file)
        let result = try await decode(file)
        #expect(result.code == 1)
        #expect(result.messages.first?["error"]?.text == "unknown list PEARS: 4 elements")
        let expected = try JSON(#"["PEARS", 4660, ["1-0:1.7.0", -1], null]"#)
        #expect(result.messages.first?["list"] == expected)
        let text = try await RunningProgram.run(Checkout.program, ["decode", file.path])
        #expect(text.lines.contains { $0.contains("1-0:1.7.0") })
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

    static let pasted = [
        "63a-paste-colons.txt", "63b-paste-telnet.txt", "63c-paste-hexdump.txt", "63g-paste-bom.txt",
    ]

    @Test(
        "Hex as people paste it gives the list in it",
        .enabled(if: Shared.isPresent, Shared.why),
        arguments: pasted
    )
    func pastedHex(name: String) async throws {
        let result = try await decode(Shared.root.appending(path: "captures/reports/\(name)"))
        #expect(result.code == 0)
        let message = try #require(result.messages.first)
        #expect(result.messages.count == 1)
        #expect(message["meter"]?["id"]?.text == "5706567200000001")
        #expect(message["registers"]?["1-1:1.7.0"]?["value"]?.int == 2_170)
    }

    @Test("A register whose value is not of now, nor energy, has its own name")
    func names() async throws {
        let file = try Checkout.temporaryFolder().appending(path: "telegram.txt")
        let lines = [
            "1-0:1.7.0(01.100*kW)", "1-0:1.6.0(03.300*kW)", "1-0:1.4.0(02.200*kW)", "1-0:31.4.0(200.00*A)",
            "1-0:31.7.0(4.0*A)", "1-0:1.8.1(7.0*kWh)", "1-0:61.7.0(00.300*kW)", "1-0:32.36.0(3*V)",
        ]
        try Data(Telegrams.telegram("SAG5SAG-METER", lines)).write(to: file)
        let result = try await RunningProgram.run(Checkout.program, ["decode", file.path])
        let names = result.lines.dropFirst().map { line in
            line.dropFirst(16).split(separator: "  ").first.map { $0.trimmingCharacters(in: .whitespaces) }
                ?? ""
        }
        #expect(
            names == [
                "active import", "highest, active import", "running mean, active import",
                "limit, current L1",
                "current L1", "energy, active import, tariff 1", "active import L3", "3 V",
            ]
        )
    }
}

/// The keys of the project's enciphered captures: the standard's published example.
enum Keys {
    static let encryption = "000102030405060708090A0B0C0D0E0F"
    static let authentication = "D0D1D2D3D4D5D6D7D8D9DADBDCDDDEDF"
    static let wrong = "000102030405060708090A0B0C0D0E10"

    /// The Austrian meters send no tags.
    static func hasTags(_ model: SimulatedModel) -> Bool { model == .kamstrupDenmark }

    static func options(of model: SimulatedModel) -> [String] {
        ["--key", encryption] + (hasTags(model) ? ["--auth", authentication] : [])
    }

    static func cipherKeys(of model: SimulatedModel) throws -> CipherKeys {
        try CipherKeys(encryptionHex: encryption, authenticationHex: hasTags(model) ? authentication : nil)
    }
}
