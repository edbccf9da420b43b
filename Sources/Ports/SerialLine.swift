import Glibc

/// How a serial line is set: raw bytes, eight bits, one stop bit, no flow control.
enum SerialLine {
    /// Bits a second and what termios calls them.
    static let speeds: [Int: speed_t] = [
        300: speed_t(B300), 600: speed_t(B600), 1_200: speed_t(B1200), 2_400: speed_t(B2400),
        4_800: speed_t(B4800), 9_600: speed_t(B9600), 19_200: speed_t(B19200), 38_400: speed_t(B38400),
        57_600: speed_t(B57600), 115_200: speed_t(B115200),
    ]

    /// The settings for a line that was set as `previous`.
    ///
    /// - Parameter baud: one of `speeds`.
    static func settings(_ previous: termios, baud: Int, parity: Parity) -> termios {
        var settings = previous
        cfmakeraw(&settings)
        settings.c_cflag &= ~(tcflag_t(CSIZE) | tcflag_t(CSTOPB) | tcflag_t(PARENB) | tcflag_t(PARODD))
        // RTS/CTS is bit 31, which no Int32 holds.
        settings.c_cflag &= ~(tcflag_t(1) << 31)
        settings.c_cflag |= tcflag_t(CS8) | tcflag_t(CLOCAL) | tcflag_t(CREAD)
        switch parity {
        case .even: settings.c_cflag |= tcflag_t(PARENB)
        case .odd: settings.c_cflag |= tcflag_t(PARENB) | tcflag_t(PARODD)
        case .none: break
        }
        // A byte with a wrong parity bit is left to the check sequence of its frame.
        settings.c_iflag |= tcflag_t(IGNBRK) | tcflag_t(IGNPAR)
        let speed = speeds[baud] ?? speed_t(B2400)
        cfsetispeed(&settings, speed)
        cfsetospeed(&settings, speed)
        withUnsafeMutableBytes(of: &settings.c_cc) { characters in
            characters[Int(VMIN)] = 1
            characters[Int(VTIME)] = 0
        }
        return settings
    }

    /// Opens a device for us alone and sets it.
    static func open(_ path: String, baud: Int, parity: Parity) throws(PortError) -> FileDescriptor {
        let number = Glibc.open(path, O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC)
        guard number >= 0 else { throw PortError(path, .device(SystemError.last)) }
        let file = FileDescriptor(owning: number)
        var previous = termios()
        guard tcgetattr(number, &previous) == 0 else { throw PortError(path, .notSerial) }
        // Two readers would each get half of the bytes.
        guard flock(number, LOCK_EX | LOCK_NB) == 0 else { throw PortError(path, .inUse) }
        var settings = settings(previous, baud: baud, parity: parity)
        guard tcsetattr(number, TCSANOW, &settings) == 0 else {
            throw PortError(path, .device(SystemError.last))
        }
        tcflush(number, TCIFLUSH)
        return file
    }
}
