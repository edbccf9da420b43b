import Foundation
import TestSupport
import Testing

/// What a warm decoder takes from the heap: nothing, whatever comes and however it is cut.
///
/// Counted in a release build, in a program of its own (`Benchmarks/Sources/CountAllocations`): tests are built for debugging,
/// and without the optimiser a literal array in a loop is on the heap. The same captures took 31 allocations for 9 readings in
/// a debug build and none in a release build.
@Suite("Allocations", .timeLimit(.minutes(10)))
struct AllocationTests {
    /// One line of the program: a capture, in chunks of so many bytes, the second time that it is decoded.
    private struct Count {
        var capture: Substring
        var chunkBytes: Int
        var readings: Int
        var allocations: Int

        init(_ line: String) throws {
            let words = line.split(separator: " ")
            try #require(words.count == 4, "\(line)")
            capture = words[0]
            chunkBytes = try #require(Int(words[1]))
            readings = try #require(Int(words[2]))
            allocations = try #require(Int(words[3]))
        }
    }

    @Test("Every capture decoded again takes no memory, however it is cut")
    func none() async throws {
        let counts = try await counted()
        #expect(Set(counts.map(\.chunkBytes)).count == 4)
        let makes = Set(
            counts.filter { $0.readings > 0 }.compactMap { $0.capture.split(separator: "/").first }
        )
        #expect(makes.isSuperset(of: ["aidon", "kaifa", "kamstrup"]))
        for count in counts {
            #expect(count.allocations == 0, "\(count)")
        }
    }

    private func counted() async throws -> [Count] {
        let package = Checkout.root.appending(path: "Benchmarks").path
        let options =
            "-c release --static-swift-stdlib --package-path '\(package)' --product CountAllocations"
        let built = try await shell("swift build \(options) 2>&1")
        try #require(built.code == 0, "\(built.lines.joined(separator: "\n"))")
        let folder = try await shell("swift build \(options) --show-bin-path 2> /dev/null")
        let program = URL(filePath: try #require(folder.lines.last)).appending(path: "CountAllocations")
        let counted = try await RunningProgram.run(program, [])
        #expect(counted.code == 0, "\(counted.lines)")
        return try counted.lines.map(Count.init)
    }

    /// With the path that the tests were started with: that is where `swift` is.
    private func shell(_ command: String) async throws -> (code: Int32, lines: [String]) {
        let environment = ProcessInfo.processInfo.environment
        let kept = ["PATH", "HOME"].map { "export \($0)='\(environment[$0] ?? "")'; " }.joined()
        return try await RunningProgram.run(URL(filePath: "/bin/bash"), ["-c", kept + command])
    }
}
