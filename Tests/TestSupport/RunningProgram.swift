public import Foundation
import Glibc
import Testing

/// A program that runs beside a test: its lines are waited for, not slept for. Killed when it is let go.
public final class RunningProgram: Sendable {
    /// The longest wait for a line, in seconds: minutes, as a busy machine may take them, and less than the tests' time limits, so
    /// that the test fails with the last lines that came.
    public static let patienceSeconds = 240

    private let child: Child
    private let lines = OutputLines()

    /// - Throws: when there is no such program: a missing tool fails a test.
    public init(_ program: URL, _ arguments: [String], environment: [String: String] = [:]) throws {
        child = try Child([program.path] + arguments, environment: environment)
        // A thread of its own: a program whose output nobody reads would stand still.
        Thread.detachNewThread { [child, lines] in
            var buffer = [UInt8](repeating: 0, count: 65_536)
            while case let count = read(child.output, &buffer, buffer.count), count > 0 {
                lines.add(buffer[0..<count])
            }
            close(child.output)
            lines.end(child.wait())
        }
    }

    deinit { child.send(SIGKILL) }

    /// The lines of both outputs so far.
    public var output: [String] { lines.all }

    /// Waits for a line that holds this text.
    ///
    /// - Returns: false, and the last lines as an issue, when the program ended without one, or the test's patience did.
    public func prints(_ text: String) async -> Bool {
        await waits(for: "\"\(text)\"") { lines, new in lines[new].contains { $0.contains(text) } }
    }

    /// Waits until the lines are as wanted.
    public func prints(where isDone: @escaping @Sendable ([String]) -> Bool) async -> Bool {
        await waits(for: "the lines wanted") { lines, _ in isDone(lines) }
    }

    /// Waits for the first line that begins like this.
    ///
    /// - Returns: the rest of the line; `nil` where `prints` returns false.
    public func line(after prefix: String) async -> String? {
        let found = await waits(for: "\"\(prefix)…\"") { lines, new in
            lines[new].contains { $0.hasPrefix(prefix) }
        }
        return found ? output.first { $0.hasPrefix(prefix) }.map { String($0.dropFirst(prefix.count)) } : nil
    }

    /// Waits until a test of the lines is true; it gets all of them, and the range of those that it has not seen before.
    func waits(
        for what: String,
        until isDone: @escaping @Sendable ([String], Range<Int>) -> Bool
    ) async -> Bool {
        if await lines.wait(atMost: Self.patienceSeconds, until: isDone) { return true }
        let state = lines.code.map { "it ended with \($0)" } ?? "it runs"
        let last = output.suffix(10).joined(separator: "\n")
        Issue.record("never came: \(what); \(state), and its last lines are:\n\(last)")
        return false
    }

    /// The text of a file of its own under /proc; `nil` once it has ended.
    public func kernelFile(_ name: String) -> String? {
        try? String(contentsOfFile: "/proc/\(child.pid)/\(name)", encoding: .utf8)
    }

    public func send(signal: Int32) { child.send(signal) }

    /// Waits until it has ended.
    ///
    /// - Returns: its exit code; −signal when one ended it.
    @discardableResult
    public func ended() async -> Int32 {
        _ = await lines.wait { _, _ in false }
        return lines.code ?? 0
    }

    /// Runs a program to its end.
    ///
    /// - Returns: its exit code and every line that it printed.
    public static func run(_ program: URL, _ arguments: [String]) async throws -> (
        code: Int32, lines: [String]
    ) {
        let running = try RunningProgram(program, arguments)
        let code = await running.ended()
        return (code, running.output)
    }
}
