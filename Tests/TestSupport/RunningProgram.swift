public import Foundation
import Glibc
import Synchronization

/// A program that runs beside a test: its lines are waited for, not slept for.
///
/// Started by `posix_spawn` and not by Foundation's `Process`, which hangs when several tests start programs at once.
public final class RunningProgram: Sendable {
    private let identifier: pid_t
    private let lines = OutputLines()

    /// Between the making of a pipe and the start of the program no other program may start: it would hold the pipe open.
    private static let starting = Mutex(())

    /// - Throws: when there is no such program: a missing tool fails a test.
    public init(_ program: URL, _ arguments: [String]) throws {
        var ends: [Int32] = [-1, -1]
        var identifier: pid_t = 0
        let code = Self.starting.withLock { _ in
            pipe(&ends)
            for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
            return Self.spawn(program.path, arguments, output: ends[1], &identifier)
        }
        close(ends[1])
        guard code == 0 else {
            close(ends[0])
            throw NotStarted(program: program.path, reason: String(cString: strerror(code)))
        }
        self.identifier = identifier
        Thread.detachNewThread { [lines, output = ends[0], identifier] in
            var buffer = [UInt8](repeating: 0, count: 65_536)
            while true {
                let count = read(output, &buffer, buffer.count)
                guard count > 0 else { break }
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

    private static func spawn(
        _ path: String,
        _ arguments: [String],
        output: Int32,
        _ identifier: inout pid_t
    ) -> Int32 {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_adddup2(&actions, output, 1)
        posix_spawn_file_actions_adddup2(&actions, output, 2)
        // Threads of a test block signals, and a program would start with them blocked: SIGTERM would not end it.
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
        var words = ([path] + arguments).map { strdup($0) } + [nil]
        defer { words.forEach { free($0) } }
        return posix_spawn(&identifier, path, &actions, &attributes, &words, environ)
    }

    public struct NotStarted: Error {
        var program: String
        var reason: String
    }

    /// What it has printed so far, on both outputs.
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

    func wait(until isDone: @escaping @Sendable ([String]) -> Bool) async -> Bool {
        await withCheckedContinuation { continuation in
            state.withLock { state in
                state.waiters.append(Waiter(isDone: isDone, continuation: continuation))
                Self.wake(&state)
            }
        }
    }
}
