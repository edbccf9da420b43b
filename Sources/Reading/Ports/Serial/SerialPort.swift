import Glibc

extension SerialDevice {
    /// The device to open now.
    ///
    /// - Throws: `noAdapter` for `auto` when there is none.
    func resolve() throws(PortError) -> String {
        switch self {
        case .path(let path):
            return path
        case .auto:
            guard let adapter = listSerialAdapters().first else { throw .noAdapter }
            return adapter.stablePath
        }
    }
}

/// Opens a serial device for this program alone and sets it to a format.
func openSerialPort(path: String, format: SerialFormat) throws(PortError) -> Descriptor {
    let number = open(path, O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC)
    guard number >= 0 else { throw serialOpenError(path: path, code: errno) }
    let descriptor = Descriptor(number)

    var current = termios()
    guard tcgetattr(number, &current) == 0 else { throw .notATerminal(path: path) }
    guard let settings = format.terminalSettings(from: current) else {
        throw .system(action: "set \(format.baud) baud", place: path, code: EINVAL)
    }
    try claim(descriptor, path: path)
    // Bytes from before have no arrival time that could be told: they are thrown away.
    if withUnsafePointer(to: settings, { tcsetattr(number, TCSAFLUSH, $0) }) != 0 {
        let code = errno
        // glibc says EINVAL where parity does not stick. A pseudo terminal has none, and passes bytes all the same.
        guard code == EINVAL, isPseudoTerminal(descriptor) else {
            throw .system(action: "set \(format)", place: path, code: code)
        }
    }
    return descriptor
}

private func isPseudoTerminal(_ descriptor: borrowing Descriptor) -> Bool {
    var status = stat()
    guard fstat(descriptor.number, &status) == 0 else { return false }
    // Device numbers of the kernel's list (Documentation/admin-guide/devices.txt): 136 to 143 are Unix98 PTY slaves.
    return 136...143 ~= status.st_rdev >> 8 & 0xFFF
}

/// A quarter of a second in all.
private let claimAttempts = 25
private let claimPauseMicroseconds: UInt32 = 10_000

/// Makes the device this program's own: `flock` keeps out programs that look, also root's; `TIOCEXCL` keeps out the
/// rest, but not root's.
private func claim(_ descriptor: borrowing Descriptor, path: String) throws(PortError) {
    var attempts = 1
    while flock(descriptor.number, LOCK_EX | LOCK_NB) != 0 {
        guard errno == EWOULDBLOCK || errno == EINTR else {
            throw .system(action: "lock it", place: path, code: errno)
        }
        // A daemon that is just ending, or a child of ours between its fork and its exec, lets go in a moment.
        guard attempts < claimAttempts else { throw .busy(path: path) }
        attempts += 1
        usleep(claimPauseMicroseconds)
    }
    guard ioctl(descriptor.number, UInt(TIOCEXCL)) == 0 else {
        throw .system(action: "take it for this program alone", place: path, code: errno)
    }
}

/// What a failed `open` of a device means.
func serialOpenError(path: String, code: Int32) -> PortError {
    switch code {
    case ENOENT, ENXIO, ENODEV: .noSuchDevice(path: path)
    case EACCES, EPERM: .permissionDenied(path: path)
    case EBUSY: .busy(path: path)
    default: .system(action: "open it", place: path, code: code)
    }
}
