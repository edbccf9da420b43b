import Foundation

/// A program beside the tests, ended with the test.
final class ChildProcess {
    private let process = Process()
    private let output = Pipe()

    /// - Parameter program: looked up on the path.
    init(_ program: String, _ arguments: [String], environment: [String: String] = [:]) throws {
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [program] + arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        process.standardInput = FileHandle.nullDevice
        try process.run()
    }

    deinit {
        // Not SIGTERM: a child starts with the signals blocked that its test's thread blocks.
        if process.isRunning { kill(process.processIdentifier, SIGKILL) }
    }

    /// Reads until a line begins with `prefix`.
    ///
    /// - Returns: what follows it; `nil` when the program ended without such a line.
    func line(after prefix: String) -> String? {
        var text = ""
        while case let bytes = output.fileHandleForReading.availableData, !bytes.isEmpty {
            text += String(decoding: bytes, as: UTF8.self)
            let whole = text.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
            if let line = whole.first(where: { $0.hasPrefix(prefix) }) {
                return String(line.dropFirst(prefix.count))
            }
        }
        return nil
    }

    /// Waits for its end.
    func exitStatus() -> Int32 {
        process.waitUntilExit()
        return process.terminationStatus
    }
}
