public import Foundation
import Glibc
import Synchronization

/// A program that runs beside a test: its lines are waited for, not slept for.
public final class RunningProgram: Sendable {
    private let identifier: pid_t
    private let lines = OutputLines()

    /// - Throws: when there is no such program: a missing tool fails a test.
    public init(_ program: URL, _ arguments: [String]) throws {
        let ends = try OutputEnds()
        defer { close(ends.child) }
        let identifier = try spawn([program.path] + arguments, output: ends.child)
        self.identifier = identifier
        Thread.detachNewThread { [lines, output = ends.parent] in
            var buffer = [UInt8](repeating: 0, count: 65_536)
            while case let count = read(output, &buffer, buffer.count), count > 0 {
                lines.take(buffer[0..<count])
            }
            close(output)
            var status: Int32 = 0
            while waitpid(identifier, &status, 0) < 0, errno == EINTR {}
            lines.end(status & 0x7F == 0 ? (status >> 8) & 0xFF : -(status & 0x7F))
        }
    }

    deinit {
        if lines.code == nil { kill(identifier, SIGKILL) }
    }

    /// What it has printed so far, on both outputs.
    public var output: [String] { lines.seen }

    /// Waits for a line that holds this text.
    ///
    /// - Returns: false when the program ended without one, or ten minutes have passed: a test fails then, and does not hang.
    public func prints(_ text: String) async -> Bool {
        await lines.wait(atMost: 600) { $0.contains { $0.contains(text) } }
    }

    /// Waits until the lines are as wanted.
    public func prints(where isDone: @escaping @Sendable ([String]) -> Bool) async -> Bool {
        await lines.wait(atMost: 600, until: isDone)
    }

    /// What the kernel shows of it under /proc; `nil` once it has ended.
    public func kernelFile(_ name: String) -> String? {
        try? String(contentsOfFile: "/proc/\(identifier)/\(name)", encoding: .utf8)
    }

    public func send(signal: Int32) {
        kill(identifier, signal)
    }

    /// Waits until it has ended.
    ///
    /// - Returns: its exit code; −signal when one ended it.
    @discardableResult
    public func ended() async -> Int32 {
        _ = await lines.wait { _ in false }
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

/// Lines as they come, and those who wait for one.
private final class OutputLines: Sendable {
    private struct State {
        var seen: [String] = []
        var rest: [UInt8] = []
        var code: Int32?
        var waiters: [Waiter] = []
    }

    private struct Waiter {
        let id = UUID()
        var isDone: @Sendable ([String]) -> Bool
        var continuation: CheckedContinuation<Bool, Never>
    }

    private let state = Mutex(State())

    var seen: [String] { state.withLock { $0.seen } }
    var code: Int32? { state.withLock { $0.code } }

    func take(_ bytes: ArraySlice<UInt8>) {
        state.withLock { state in
            state.rest += bytes
            let parts = state.rest.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
            state.rest = Array(parts[parts.count - 1])
            state.seen += parts.dropLast().map { String(decoding: $0, as: UTF8.self) }
            Self.wake(&state)
        }
    }

    func end(_ code: Int32) {
        state.withLock { state in
            if !state.rest.isEmpty { state.seen.append(String(decoding: state.rest, as: UTF8.self)) }
            state.code = code
            Self.wake(&state)
        }
    }

    private static func wake(_ state: inout State) {
        let seen = state.seen
        let isOver = state.code != nil
        state.waiters.removeAll { waiter in
            let isDone = waiter.isDone(seen)
            if isDone || isOver { waiter.continuation.resume(returning: isDone) }
            return isDone || isOver
        }
    }

    func wait(atMost seconds: Int? = nil, until isDone: @escaping @Sendable ([String]) -> Bool) async -> Bool
    {
        await withCheckedContinuation { continuation in
            let waiter = Waiter(isDone: isDone, continuation: continuation)
            state.withLock { state in
                state.waiters.append(waiter)
                Self.wake(&state)
            }
            guard let seconds else { return }
            DispatchQueue.global().asyncAfter(deadline: .now() + .seconds(seconds)) { [weak self] in
                self?.giveUp(waiter.id)
            }
        }
    }

    private func giveUp(_ id: UUID) {
        state.withLock { state in
            guard let index = state.waiters.firstIndex(where: { $0.id == id }) else { return }
            state.waiters.remove(at: index).continuation.resume(returning: false)
        }
    }
}
