import Glibc
import Synchronization

/// A serial port that this program is the meter's end of.
///
/// Readers may come and go; `close()` looks to them like an adapter that is pulled out.
public final class PseudoTerminal: Sendable {
    private struct State: ~Copyable {
        var master: Descriptor?
        /// Held so that the last reader's leaving does not hang up the line.
        var slave: Descriptor?
    }

    private let state: Mutex<State>
    /// The device to read, `/dev/pts/N`.
    public let slavePath: String
    /// A symbolic link to the device, which can keep its name.
    public let linkPath: String?

    /// - Parameter linkPath: where to put a link. A link that is there is replaced, for it is of a run that ended
    ///   badly; anything else is not.
    public init(linkPath: String? = nil) throws(PortError) {
        var (masterNumber, slaveNumber): (Int32, Int32) = (-1, -1)
        var settings = termios()
        cfmakeraw(&settings)
        settings.c_cflag |= tcflag_t(CREAD)
        guard openpty(&masterNumber, &slaveNumber, nil, &settings, nil) == 0 else {
            throw .system(action: "make a pseudo terminal", place: "/dev/ptmx", code: errno)
        }
        let master = Descriptor(masterNumber)
        let slave = Descriptor(slaveNumber)
        _ = fcntl(masterNumber, F_SETFL, O_NONBLOCK)
        for number in [masterNumber, slaveNumber] { _ = fcntl(number, F_SETFD, FD_CLOEXEC) }
        let slavePath = try terminalName(slave)
        if let linkPath { try replaceLink(at: linkPath, target: slavePath) }
        self.slavePath = slavePath
        self.linkPath = linkPath
        state = Mutex(State(master: master, slave: slave))
    }

    /// Sends bytes to the reader.
    ///
    /// - Returns: how many the system took: fewer than given, down to 0, when nobody has read for some kilobytes, or
    ///   after `close()`. The rest is lost, as on a wire.
    @discardableResult
    public func write(_ bytes: [UInt8]) -> Int {
        state.withLock { state in
            guard let number = state.master?.number else { return 0 }
            return max(0, Glibc.write(number, bytes, bytes.count))
        }
    }

    /// Hangs up on the reader and removes the link. More than once does no harm.
    public func close() {
        let wasOpen = state.withLock { state in
            defer {
                state.slave = nil
                state.master = nil
            }
            return state.master != nil
        }
        // A link that another terminal has taken over meanwhile is that one's.
        guard wasOpen, let linkPath, target(ofLink: linkPath) == slavePath else { return }
        unlink(linkPath)
    }

    deinit { close() }
}

private func terminalName(_ terminal: borrowing Descriptor) throws(PortError) -> String {
    var name = [CChar](repeating: 0, count: 64)
    let code = ttyname_r(terminal.number, &name, name.count)
    guard code == 0 else { throw .system(action: "find the name", place: "pseudo terminal", code: code) }
    return String(decoding: name.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
}

private func replaceLink(at path: String, target: String) throws(PortError) {
    var status = stat()
    if lstat(path, &status) == 0 {
        guard status.st_mode & S_IFMT == S_IFLNK else { throw .linkTaken(path: path) }
        unlink(path)
    }
    guard symlink(target, path) == 0 else { throw .system(action: "make a link", place: path, code: errno) }
}
