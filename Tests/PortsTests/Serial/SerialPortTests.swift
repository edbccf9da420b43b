import Foundation
import Glibc
import TestSupport
import Testing

@testable import Ports

@Suite("Serial ports, over a pseudo terminal", .timeLimit(.minutes(5)))
struct SerialPortTests {
    @Test("Bytes of every value arrive in order, with the time of their arrival")
    func bytesArrive() async throws {
        let terminal = try PseudoTerminal()
        let port = Port(.serial(.path(terminal.slavePath), SerialSettings()))
        var probe = PortProbe(port)
        #expect(try await probe.opened() == PortDescription(source: terminal.slavePath, speed: "2400 8E1"))

        let sent = (0..<16).flatMap { _ in UInt8.min...UInt8.max }
        let before = unixMilliseconds()
        #expect(terminal.write(Array(sent[..<2_048])) == 2_048)
        var chunks = try await probe.chunks(byteCount: 2_048)
        #expect(terminal.write(Array(sent[2_048...])) == 2_048)
        chunks += try await probe.chunks(byteCount: 2_048)
        let after = unixMilliseconds()

        #expect(chunks.bytes == sent)
        #expect(chunks.allSatisfy { before...after ~= $0.arrivalUnixMilliseconds ?? 0 })
        var offset = 0
        for chunk in chunks {
            #expect(chunk.offset == offset)
            offset += chunk.bytes.count
        }
        #expect(port.droppedByteCount == 0)
    }

    @Test("Bytes from before the opening, whose time nobody knows, are thrown away")
    func staleBytes() async throws {
        let terminal = try PseudoTerminal()
        terminal.write([1, 2, 3])
        let reader = open(terminal.slavePath, O_RDONLY | O_NOCTTY)
        defer { close(reader) }
        var arrival = pollfd(fd: reader, events: Int16(POLLIN), revents: 0)
        try #require(poll(&arrival, 1, Int32(RunningProgram.patienceSeconds) * 1_000) == 1)

        var probe = PortProbe(Port(.serial(.path(terminal.slavePath), SerialSettings())))
        _ = try await probe.opened()
        terminal.write([4])
        #expect(try await probe.chunk().bytes == [4])
    }

    @Test("An adapter that is pulled out is lost once, and open again when it is back under its name")
    func unplugged() async throws {
        let folder = try Checkout.temporaryFolder()
        let link = folder.path + "/meter"
        let terminal = try PseudoTerminal(linkPath: link)
        var probe = PortProbe(Port(.serial(.path(link), SerialSettings())))
        #expect(try await probe.opened().source == link)
        terminal.close()
        #expect(try await probe.lost() == .unplugged(path: link))

        let again = try PseudoTerminal(linkPath: link)
        #expect(try await probe.opened().source == link)
        again.write([1, 2, 3])
        #expect(try await probe.chunks(byteCount: 3).bytes == [1, 2, 3])
    }

    @Test("However often a port is tried in vain, it is said once")
    func lostOnce() async throws {
        let folder = try Checkout.temporaryFolder()
        let path = try folder.file("meter", "no terminal")
        let opens = try OpenCounter(path: path)
        var probe = PortProbe(Port(.serial(.path(path), SerialSettings())))
        #expect(try await probe.lost() == .notATerminal(path: path))
        #expect(await opens.wait(for: 3))

        unlink(path)
        let terminal = try PseudoTerminal(linkPath: path)
        _ = try await probe.opened()
        terminal.write([7])
        #expect(try await probe.chunk().bytes == [7])
    }

    @Test("Retuning goes from 8E1 to 8N1 and back, and bytes flow after each")
    func retune() async throws {
        let terminal = try PseudoTerminal()
        let port = Port(.serial(.path(terminal.slavePath), SerialSettings()))
        var probe = PortProbe(port)
        #expect(try await probe.opened().speed == "2400 8E1")
        for speed in ["2400 8N1", "2400 8E1", "2400 8N1"] {
            port.retune()
            #expect(try await probe.opened().speed == speed)
            terminal.write([0x7E])
            #expect(try await probe.chunk().bytes == [0x7E])
        }
    }

    @Test("A port whose parity is given is not retuned")
    func retuneFixed() async throws {
        let terminal = try PseudoTerminal()
        let port = Port(.serial(.path(terminal.slavePath), SerialSettings(parity: .fixed(.odd))))
        var probe = PortProbe(port)
        #expect(try await probe.opened().speed == "2400 8O1")
        port.retune()
        terminal.write([1])
        #expect(try await probe.chunk().bytes == [1])
    }

    @Test("A device is one program's: the second is told so, until the first lets go")
    func exclusive() throws {
        let terminal = try PseudoTerminal()
        let path = terminal.slavePath
        let format = SerialFormat(baud: 2400, parity: .even)
        let first = try openSerialPort(path: path, format: format)
        #expect(throws: PortError.busy(path: path)) { _ = try openSerialPort(path: path, format: format) }
        letGo(of: first)
        #expect(throws: Never.self) { _ = try openSerialPort(path: path, format: format) }
    }

    private func letGo(of descriptor: consuming Descriptor) {}

    @Test("A device that is not there is named, with what to do")
    func noSuchDevice() async throws {
        var probe = PortProbe(Port(try Source("serial:/dev/nowhere")))
        let error = try await probe.lost()
        #expect(error == .noSuchDevice(path: "/dev/nowhere"))
        #expect(error.description.hasPrefix("/dev/nowhere: no such device; is the adapter plugged in?"))
    }

    @Test(
        "Refusals of the system are put in words",
        arguments: [
            (EACCES, "dialout"), (EBUSY, "fuser -v /dev/x"), (ENODEV, "no such device"), (EIO, "open it"),
        ]
    )
    func openErrors(code: Int32, words: String) {
        let text = serialOpenError(path: "/dev/x", code: code).description
        #expect(text.hasPrefix("/dev/x: "))
        #expect(text.contains(words))
    }
}
