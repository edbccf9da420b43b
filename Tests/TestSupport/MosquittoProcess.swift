import Foundation
import Synchronization

/// A program as a child process, and what it writes, line by line. Killed when it is let go.
///
/// Not Foundation's `Process`: it hands the signals that its thread blocks, and now and then a descriptor of another child, down
/// to the child. Then SIGTERM never arrives, and the end of the other child is never seen.
final class MosquittoProcess: Sendable {
    /// What it writes to standard output and standard error.
    let lines: AsyncStream<String>
    private let exits: AsyncStream<Void>
    private let child: Child

    /// - Parameters:
    ///   - path: the program.
    ///   - needed: another program that this one starts.
    init(_ path: String, _ arguments: [String], needs needed: String? = nil) throws {
        for path in [path, needed].compactMap({ $0 })
        where !FileManager.default.isExecutableFile(atPath: path) {
            throw MosquittoMissing(path: path)
        }
        var ends: [Int32] = [-1, -1]
        // A socket pair and not a pipe: it is closed in other children from its first moment on.
        guard socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0, &ends) == 0 else {
            throw MosquittoFailure(description: "socketpair: \(String(cString: strerror(errno)))")
        }
        defer { close(ends[1]) }
        child = Child(pid: try spawn([path] + arguments, output: ends[1]))
        let (lines, line) = AsyncStream.makeStream(of: String.self)
        let (exits, exit) = AsyncStream.makeStream(of: Void.self)
        self.lines = lines
        self.exits = exits
        // A thread of its own: what it writes is taken even when nobody asks for lines, or it would stand still.
        Thread.detachNewThread { [child, output = ends[0]] in
            readLines(output) { line.yield($0) }
            child.wait()
            line.finish()
            exit.finish()
        }
    }

    deinit { child.send(SIGKILL) }

    func send(_ signal: Int32) { child.send(signal) }

    /// Ends it and waits until it is gone, and its port free.
    func end() async {
        child.send(SIGKILL)
        for await _ in exits {}
    }
}

/// A child's number, for as long as it is the child's.
private final class Child: Sendable {
    private static let running = Mutex<Set<Int32>>([])
    private static let exitHandler: Void = {
        atexit { Child.running.withLock { for pid in $0 { kill(pid, SIGKILL) } } }
    }()

    private let pid: Int32

    init(pid: Int32) {
        self.pid = pid
        // A test that ran out of time lets go of nothing: no broker is to outlive the tests for that.
        _ = Self.exitHandler
        Self.running.withLock { _ = $0.insert(pid) }
    }

    func send(_ signal: Int32) {
        Self.running.withLock { if $0.contains(pid) { kill(pid, signal) } }
    }

    func wait() {
        var information = siginfo_t()
        // It keeps its number until nobody can send to it any more.
        waitid(P_PID, id_t(pid), &information, WEXITED | WNOWAIT)
        Self.running.withLock { _ = $0.remove(pid) }
        waitpid(pid, nil, 0)
    }
}

private func spawn(_ command: [String], output: Int32) throws -> Int32 {
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
    let arguments = command.map { strdup($0) } + [nil]
    let environment = [strdup("PATH=/usr/local/bin:/usr/bin:/bin"), nil]
    defer { for text in arguments + environment { free(text) } }
    var pid: Int32 = 0
    let code = posix_spawn(&pid, command[0], &actions, &attributes, arguments, environment)
    guard code == 0 else {
        throw MosquittoFailure(description: "\(command[0]): \(String(cString: strerror(code)))")
    }
    return pid
}

private func readLines(_ descriptor: Int32, _ take: (String) -> Void) {
    defer { close(descriptor) }
    var bytes = [UInt8](repeating: 0, count: 65_536)
    var rest: [UInt8] = []
    while case let count = read(descriptor, &bytes, bytes.count), count > 0 {
        rest += bytes.prefix(count)
        while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
            take(String(decoding: rest[..<end], as: UTF8.self))
            rest.removeFirst(end + 1)
        }
    }
}
