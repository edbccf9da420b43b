import Foundation
import FuzzEntries
import TestSupport
import Testing

/// Inputs that fuzzing once found something with, and damaged captures, through the entries that `make fuzz` feeds.
@Suite("Fuzzed inputs", .ownThread, .timeLimit(.minutes(30)))
struct FuzzedInputTests {
    private static let folder = Checkout.root.appending(path: "Fuzzing/FailCases")

    /// `"stream/crash-0a1b…"`, by target; what no target is named after is not a case.
    private static let cases: [String] = (FileManager.default.subpaths(atPath: folder.path) ?? []).filter {
        let parts = $0.split(separator: "/")
        return parts.count == 2 && FuzzTarget(rawValue: String(parts[0])) != nil
    }.sorted()

    /// Each in a process of its own, so that one that traps is a failure like another.
    @Test("What was found is found no more", arguments: cases)
    func found(name: String) async throws {
        let path = Self.folder.appending(path: name).path
        let target = try #require(name.split(separator: "/").first.map(String.init))
        await #expect(processExitsWith: .success) { [path = path as String, target = target as String] in
            let input = try #require(FileManager.default.contents(atPath: path))
            try #require(FuzzTarget(rawValue: target)).run(Array(input))
        }
    }

    @Test("The folder of found inputs holds nothing but cases of a target")
    func folder() {
        let files = FileManager.default.subpaths(atPath: Self.folder.path) ?? []
        let strays = files.filter { $0.contains("/") && !Self.cases.contains($0) }
        #expect(strays.isEmpty)
    }

    /// Also where nothing was ever found, so that the entries are fed at all.
    @Test("Captures, whole and damaged, keep every promise", arguments: FuzzTarget.allCases)
    func damaged(target: FuzzTarget) throws {
        var random = SeededRandom(1)
        let seeds = try Self.seeds()
        for seed in seeds {
            try target.run(seed)
            for _ in 0..<20 {
                var input = seed
                for _ in 0..<Int.random(in: 1...4, using: &random) {
                    input[Int.random(in: input.indices, using: &random)] = random.bytes(1)[0]
                }
                try target.run(input)
            }
        }
        #expect(seeds.count > 10)
    }

    /// Single lines of the captures: a frame each.
    private static func seeds() throws -> [[UInt8]] {
        try ["aidon", "kaifa", "kamstrup"].flatMap { make in
            let file = Checkout.root.appending(path: "captures/\(make)/lists.hex")
            let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
            return try lines.prefix(6).map { try hexBytes(String($0)) }
        }
    }
}
