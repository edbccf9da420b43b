import Glibc

/// The check bit of each byte on a serial line.
public enum Parity: String, Sendable, Hashable, CaseIterable {
    case even, odd, none

    fileprivate var letter: String {
        switch self {
        case .even: "E"
        case .odd: "O"
        case .none: "N"
        }
    }
}

/// Speed and parity of a serial line, with 8 data bits and 1 stop bit.
public struct SerialFormat: Sendable, Hashable {
    /// Bits a second, one of `bauds`.
    public var baud: Int
    public var parity: Parity

    public init(baud: Int, parity: Parity) {
        self.baud = baud
        self.parity = parity
    }

    /// The speeds that a port can be set to, rising.
    public static let bauds = speeds.map(\.baud)

    private static let speeds: [(baud: Int, code: Int32)] = [
        (300, B300), (600, B600), (1200, B1200), (2400, B2400), (4800, B4800), (9600, B9600),
        (19200, B19200), (38400, B38400), (57600, B57600), (115_200, B115200),
    ]

    /// The system's code of a speed; `nil` for a speed that is not in `bauds`.
    static func speedCode(ofBaud baud: Int) -> speed_t? {
        speeds.first { $0.baud == baud }.map { speed_t($0.code) }
    }
}

extension SerialFormat: CustomStringConvertible {
    /// `2400 8E1`
    public var description: String { "\(baud) 8\(parity.letter)1" }
}

extension SerialFormat {
    /// A terminal's settings for raw bytes in this format, made from those it has.
    ///
    /// - Returns: `nil` when the speed is not one of `bauds`.
    func terminalSettings(from current: termios) -> termios? {
        guard let speed = Self.speedCode(ofBaud: baud) else { return nil }
        var settings = current
        cfmakeraw(&settings)
        // A byte with a wrong parity bit is passed on as it is: the frame's checksum decides.
        settings.c_iflag &= ~tcflag_t(IXON | IXOFF | IXANY | INPCK | IGNPAR)
        // Masks are built as tcflag_t: CRTSCTS is bit 31, which an Int32 cannot hold.
        settings.c_cflag &= ~(tcflag_t(CSIZE) | tcflag_t(CSTOPB) | tcflag_t(CRTSCTS))
        settings.c_cflag &= ~(tcflag_t(PARENB) | tcflag_t(PARODD) | tcflag_t(CMSPAR))
        settings.c_cflag |= tcflag_t(CS8) | tcflag_t(CLOCAL) | tcflag_t(CREAD)
        switch parity {
        case .even: settings.c_cflag |= tcflag_t(PARENB)
        case .odd: settings.c_cflag |= tcflag_t(PARENB) | tcflag_t(PARODD)
        case .none: break
        }
        // With VMIN 1 a non-blocking read gives EAGAIN when there is nothing, so that 0 can only mean a hang-up.
        withUnsafeMutableBytes(of: &settings.c_cc) { characters in
            characters[Int(VMIN)] = 1
            characters[Int(VTIME)] = 0
        }
        return cfsetspeed(&settings, speed) == 0 ? settings : nil
    }
}
