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
        let ends = try OutputEnds()
        defer { close(ends.child) }
        child = Child(pid: try spawn([path] + arguments, output: ends.child))
        let (lines, line) = AsyncStream.makeStream(of: String.self)
        let (exits, exit) = AsyncStream.makeStream(of: Void.self)
        self.lines = lines
        self.exits = exits
        // A thread of its own: what it writes is taken even when nobody asks for lines, or it would stand still.
        Thread.detachNewThread { [child, output = ends.parent] in
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
