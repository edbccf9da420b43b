public import Foundation
import Synchronization

/// A program that runs beside a test: its lines are waited for, not slept for.
public final class RunningProgram: Sendable {
    private let process: Mutex<Process>
    private let lines: Lines

    /// Lines of both outputs, as they come.
    private final class Lines: Sendable {
        private struct State {
            var seen: [String] = []
            var rest: [UInt8] = []
            var open = 2
            var waiters: [(isDone: @Sendable ([String]) -> Bool, resume: @Sendable (Bool) -> Void)] = []
        }

        private let state = Mutex(State())

        func take(_ data: Data) {
            state.withLock { state in
                if data.isEmpty { state.open -= 1 }
                state.rest += data
                while let end = state.rest.firstIndex(of: UInt8(ascii: "\n")) {
                    state.seen.append(String(decoding: state.rest[..<end], as: UTF8.self))
                    state.rest.removeSubrange(...end)
                }
                let seen = state.seen
                let isOver = state.open <= 0
                state.waiters.removeAll { waiter in
                    let isDone = waiter.isDone(seen)
                    if isDone || isOver { waiter.resume(isDone) }
                    return isDone || isOver
                }
            }
        }

        var seen: [String] { state.withLock { $0.seen } }

        func wait(until isDone: @escaping @Sendable ([String]) -> Bool) async -> Bool {
            await withCheckedContinuation { continuation in
                let answer: Bool? = state.withLock { state in
                    if isDone(state.seen) { return true }
                    if state.open <= 0 { return false }
                    state.waiters.append((isDone, { continuation.resume(returning: $0) }))
                    return nil
                }
                if let answer { continuation.resume(returning: answer) }
            }
        }
    }

    /// - Throws: when there is no such program: a missing tool fails a test.
    public init(_ program: URL, _ arguments: [String]) throws {
        let process = Process()
        process.executableURL = program
        process.arguments = arguments
        process.standardInput = FileHandle.nullDevice
        let lines = Lines()
        self.lines = lines
        for (index, pipe) in [Pipe(), Pipe()].enumerated() {
            if index == 0 { process.standardOutput = pipe } else { process.standardError = pipe }
            pipe.fileHandleForReading.readabilityHandler = { handle in
                let data = handle.availableData
                if data.isEmpty { handle.readabilityHandler = nil }
                lines.take(data)
            }
        }
        try process.run()
        self.process = Mutex(process)
    }

    deinit {
        let process = process.withLock { $0 }
        if process.isRunning { kill(process.processIdentifier, SIGKILL) }
    }

    /// What it has printed so far.
    public var output: [String] { lines.seen }

    /// Waits for a line that holds this text.
    ///
    /// - Returns: false when the program ended without one.
    public func prints(_ text: String) async -> Bool {
        await lines.wait { $0.contains { $0.contains(text) } }
    }

    /// Waits until the lines are as wanted.
    public func prints(where isDone: @escaping @Sendable ([String]) -> Bool) async -> Bool {
        await lines.wait(until: isDone)
    }

    public func send(signal: Int32) {
        process.withLock { _ = kill($0.processIdentifier, signal) }
    }

    /// Waits until it has ended.
    ///
    /// - Returns: its exit code; −signal when one ended it.
    @discardableResult
    public func ended() async -> Int32 {
        _ = await lines.wait { _ in false }
        return process.withLock { process in
            process.waitUntilExit()
            return process.terminationReason == .exit ? process.terminationStatus : -process.terminationStatus
        }
    }

    /// Runs a program to its end.
    ///
    /// - Returns: its exit code and every line that it printed.
    public static func run(_ program: URL, _ arguments: [String]) async throws -> (code: Int32, lines: [String]) {
        let running = try RunningProgram(program, arguments)
        let code = await running.ended()
        return (code, running.output)
    }
}
