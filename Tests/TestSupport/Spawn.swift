import Foundation

/// Starts a program with both outputs going to `output`, nothing to read, no signal blocked, and no descriptor of ours.
///
/// Not Foundation's `Process`, which hands down the signals that its thread blocks and now and then another child's
/// descriptor: SIGTERM never arrives then, and the end of the other child is never seen.
///
/// - Returns: the child's number.
func spawn(_ command: [String], output: Int32) throws -> Int32 {
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
        throw SpawnFailure(description: "\(command[0]): \(String(cString: strerror(code)))")
    }
    return pid
}

/// The two ends of a child's output. A socket pair and not a pipe: it is closed in other children from its first moment on.
struct OutputEnds {
    let parent: Int32
    /// To be closed here once the child has it.
    let child: Int32

    init() throws {
        var ends: [Int32] = [-1, -1]
        guard socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0, &ends) == 0 else {
            throw SpawnFailure(description: "socketpair: \(String(cString: strerror(errno)))")
        }
        (parent, child) = (ends[0], ends[1])
    }
}

/// A program that could not be started, and why.
public struct SpawnFailure: Error, CustomStringConvertible {
    public let description: String
}
