import Foundation
import Synchronization

/// A child process: reads nothing, has no signal blocked, and holds no descriptor of ours but its output.
///
/// Not Foundation's `Process`, which hands down the signals that its thread blocks and now and then another child's
/// descriptor: SIGTERM never arrives then, and the end of the other child is never seen.
final class Child: Sendable {
    private static let running = Mutex<Set<Int32>>([])
    private static let exitHandler: Void = {
        atexit { Child.running.withLock { for pid in $0 { kill(pid, SIGKILL) } } }
    }()

    let pid: Int32
    /// Both outputs of the child. To be read until its end, and closed then.
    let output: Int32

    /// - Parameters:
    ///   - command: the program's path and its arguments.
    ///   - environment: added to `PATH`, which is the system's.
    init(_ command: [String], environment: [String: String] = [:]) throws {
        // A test that ran out of time lets go of nothing: no program is to outlive the tests for that.
        _ = Self.exitHandler
        // A socket pair and not a pipe: it is closed in other children from its first moment on.
        var ends: [Int32] = [-1, -1]
        guard socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0, &ends) == 0 else {
            throw SpawnFailure(description: "socketpair: \(String(cString: strerror(errno)))")
        }
        defer { close(ends[1]) }
        do {
            pid = try Self.spawn(command, environment, output: ends[1])
        } catch {
            close(ends[0])
            throw error
        }
        output = ends[0]
        Self.running.withLock { [pid] in _ = $0.insert(pid) }
    }

    /// Sends a signal, unless the child has ended.
    func send(_ signal: Int32) {
        Self.running.withLock { if $0.contains(pid) { kill(pid, signal) } }
    }

    /// Waits for the child's end.
    ///
    /// - Returns: its exit code; −signal when one ended it.
    func wait() -> Int32 {
        var information = siginfo_t()
        // It keeps its number until nobody can send to it any more.
        while waitid(P_PID, id_t(pid), &information, WEXITED | WNOWAIT) < 0, errno == EINTR {}
        Self.running.withLock { _ = $0.remove(pid) }
        var status: Int32 = 0
        while waitpid(pid, &status, 0) < 0, errno == EINTR {}
        return status & 0x7F == 0 ? (status >> 8) & 0xFF : -(status & 0x7F)
    }

    private static func spawn(
        _ command: [String],
        _ environment: [String: String],
        output: Int32
    ) throws -> Int32 {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_adddup2(&actions, output, 1)
        posix_spawn_file_actions_adddup2(&actions, output, 2)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var blocked = sigset_t()
        sigemptyset(&blocked)
        posix_spawnattr_setsigmask(&attributes, &blocked)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
        let path = ["PATH": "/usr/local/bin:/usr/bin:/bin"]
        let arguments = command.map { strdup($0) } + [nil]
        let variables = environment.merging(path) { $1 }.map { strdup("\($0)=\($1)") } + [nil]
        defer { for text in arguments + variables { free(text) } }
        var pid: Int32 = 0
        let code = posix_spawn(&pid, command[0], &actions, &attributes, arguments, variables)
        guard code == 0 else {
            let reason = String(cString: strerror(code))
            throw SpawnFailure(
                description: "\(command[0]): \(reason); `make packages` installs the tests' tools"
            )
        }
        return pid
    }
}

/// A program that could not be started, and why. The test fails then: a skipped test would look like a good one.
public struct SpawnFailure: Error, CustomStringConvertible {
    public let description: String
}
