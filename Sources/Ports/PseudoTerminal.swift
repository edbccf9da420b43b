import Glibc

/// A serial line without wires: what is written here is read at `path`, as if a meter hung there.
public final class PseudoTerminal: Sendable {
    /// Where to read: the link when there is one, else `/dev/pts/…`.
    public let path: String
    private let link: String?
    private let master: FileDescriptor
    /// Held so that a reader may come and go without ending the line.
    private let slave: FileDescriptor

    /// - Parameter link: a path that shall lead to it; a link that is there already is replaced.
    public init(link: String? = nil) throws(PortError) {
        var masterNumber: Int32 = -1
        var slaveNumber: Int32 = -1
        guard openpty(&masterNumber, &slaveNumber, nil, nil, nil) == 0 else {
            throw PortError("pseudo terminal", .device(.last))
        }
        master = FileDescriptor(owning: masterNumber)
        slave = FileDescriptor(owning: slaveNumber)
        var settings = termios()
        tcgetattr(slaveNumber, &settings)
        cfmakeraw(&settings)
        tcsetattr(slaveNumber, TCSANOW, &settings)
        for number in [masterNumber, slaveNumber] {
            _ = fcntl(number, F_SETFD, FD_CLOEXEC)
        }
        _ = fcntl(masterNumber, F_SETFL, O_NONBLOCK)
        let device = String(cString: ttyname(slaveNumber))
        if let link {
            unlink(link)
            guard symlink(device, link) == 0 else { throw PortError(link, .device(.last)) }
        }
        self.link = link
        path = link ?? device
    }

    deinit {
        if let link { unlink(link) }
    }

    /// Writes bytes. When nobody reads them and the line is full, they are lost, as on a wire.
    ///
    /// - Returns: how many went in.
    @discardableResult
    public func write(_ bytes: [UInt8]) -> Int {
        max(0, Glibc.write(master.number, bytes, bytes.count))
    }
}
