import Glibc
import Testing

@testable import Ports

@Suite("Serial formats")
struct SerialFormatTests {
    @Test(
        "Parity is two bits of the terminal's settings",
        arguments: [
            (Parity.even, tcflag_t(PARENB), "2400 8E1"),
            (Parity.odd, tcflag_t(PARENB) | tcflag_t(PARODD), "2400 8O1"),
            (Parity.none, 0, "2400 8N1"),
        ]
    )
    func parity(parity: Parity, bits: tcflag_t, text: String) throws {
        let format = SerialFormat(baud: 2400, parity: parity)
        // All bits set at first: what must be off has to be turned off.
        var before = termios()
        before.c_cflag = .max
        let settings = try #require(format.terminalSettings(from: before))
        #expect(settings.c_cflag & (tcflag_t(PARENB) | tcflag_t(PARODD) | tcflag_t(CMSPAR)) == bits)
        #expect(format.description == text)
    }

    @Test(
        "Bytes pass as they are: 8 bits, 1 stop bit, no flow control, nothing translated, echoed or signalled"
    )
    func raw() throws {
        var before = termios()
        before.c_cflag = .max
        before.c_iflag = .max
        before.c_lflag = .max
        before.c_oflag = .max
        let settings = try #require(SerialFormat(baud: 2400, parity: .even).terminalSettings(from: before))
        #expect(settings.c_cflag & tcflag_t(CSIZE) == tcflag_t(CS8))
        #expect(settings.c_cflag & (tcflag_t(CSTOPB) | tcflag_t(CRTSCTS)) == 0)
        #expect(settings.c_cflag & tcflag_t(CLOCAL) != 0)
        #expect(settings.c_cflag & tcflag_t(CREAD) != 0)
        let input = IXON | IXOFF | IXANY | ICRNL | INLCR | IGNCR | ISTRIP | INPCK | PARMRK | BRKINT | IGNBRK
        #expect(settings.c_iflag & tcflag_t(input) == 0)
        #expect(settings.c_lflag & tcflag_t(ICANON | ECHO | ISIG | IEXTEN) == 0)
        #expect(settings.c_oflag & tcflag_t(OPOST) == 0)
        withUnsafeBytes(of: settings.c_cc) { characters in
            #expect(characters[Int(VMIN)] == 1)
            #expect(characters[Int(VTIME)] == 0)
        }
    }

    @Test("CREAD and CLOCAL are turned on where they were off")
    func turnedOn() throws {
        let settings = try #require(SerialFormat(baud: 2400, parity: .none).terminalSettings(from: termios()))
        #expect(settings.c_cflag & tcflag_t(CREAD) != 0)
        #expect(settings.c_cflag & tcflag_t(CLOCAL) != 0)
    }

    @Test(
        "Each speed has its own code",
        arguments: [
            (300, B300), (600, B600), (1200, B1200), (2400, B2400), (4800, B4800), (9600, B9600),
            (19200, B19200),
            (38400, B38400), (57600, B57600), (115_200, B115200),
        ]
    )
    func speed(baud: Int, code: Int32) throws {
        #expect(SerialFormat.bauds.contains(baud))
        var settings = try #require(SerialFormat(baud: baud, parity: .none).terminalSettings(from: termios()))
        #expect(cfgetispeed(&settings) == speed_t(code))
        #expect(cfgetospeed(&settings) == speed_t(code))
    }

    @Test("A speed that no line has gives no settings")
    func unknownSpeed() {
        #expect(
            SerialFormat(baud: 1234, parity: .none).terminalSettings(from: termios()).map { _ in true } == nil
        )
    }

    @Test("Parity auto tries even, then none; a given parity tries only itself")
    func formats() {
        #expect(SerialSettings().formats.map(\.description) == ["2400 8E1", "2400 8N1"])
        #expect(SerialSettings(baud: 9600, parity: .fixed(.odd)).formats.map(\.description) == ["9600 8O1"])
    }
}
