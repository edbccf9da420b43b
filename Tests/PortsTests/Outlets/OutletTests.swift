import Foundation
import Glibc
import TestSupport
import Testing

@testable import Ports

@Suite("Outlets that readers connect to", .timeLimit(.minutes(5)))
struct OutletTests {
    @Test("Two TCP clients get the same bytes, and one may leave")
    func twoClients() async throws {
        let outlet = try TCPOutlet()
        var first: Connection? = try Connection(port: Int(outlet.port))
        let second = try Connection(port: Int(outlet.port))
        #expect(outlet.send([1, 2, 3]) == 2)
        #expect(await first?.read(3) == [1, 2, 3])
        #expect(await second.read(3) == [1, 2, 3])
        first = nil
        // The system tells of the leaving after a send or two.
        while outlet.send([4]) == 2 {}
        #expect(await second.read(1) == [4])
    }

    @Test("A client that does not read is dropped, and the others go on")
    func slowClient() async throws {
        let outlet = try TCPOutlet()
        let slow = try Connection(port: Int(outlet.port))
        let piece = [UInt8](repeating: 5, count: 65_536)
        var wholePieces = 0
        while outlet.send(piece) == 1 { wholePieces += 1 }
        let quick = try Connection(port: Int(outlet.port))
        #expect(outlet.send([6]) == 1)
        #expect(await quick.read(1) == [6])
        // What the system held for it is there, then the end: it was dropped at the first piece that it did not take.
        let held = await slow.readAll()
        #expect(held.allSatisfy { $0 == 5 })
        #expect(wholePieces * piece.count...(wholePieces + 1) * piece.count ~= held.count)
    }

    @Test("A port that is taken is an error with its number")
    func taken() throws {
        let outlet = try TCPOutlet()
        let place = "tcp://127.0.0.1:\(outlet.port)"
        #expect(throws: PortError.system(action: "listen", place: place, code: EADDRINUSE)) {
            try TCPOutlet(port: outlet.port)
        }
    }

    @Test("Closing ends the clients' connections")
    func closing() async throws {
        let outlet = try TCPOutlet()
        let client = try Connection(port: Int(outlet.port))
        #expect(outlet.send([1]) == 1)
        outlet.close()
        #expect(await client.read(10) == [1])
        #expect(outlet.send([2]) == 0)
    }

    @Test("A pseudo terminal that nobody reads takes some bytes and then no more")
    func unreadTerminal() throws {
        let terminal = try PseudoTerminal()
        let piece = [UInt8](repeating: 1, count: 1_000)
        var pieces = 0
        while terminal.write(piece) == piece.count { pieces += 1 }
        #expect(pieces > 0)
        #expect(terminal.write(piece) < piece.count)
        terminal.close()
        #expect(terminal.write(piece) == 0)
    }

    @Test("A link is made, replaces a left-over link, and goes with the terminal")
    func link() throws {
        let folder = try Checkout.temporaryFolder()
        let path = folder.path + "/meter"
        #expect(symlink("/dev/pts/nowhere", path) == 0)
        let terminal = try PseudoTerminal(linkPath: path)
        #expect(realPath(path) == terminal.slavePath)
        terminal.close()
        var status = stat()
        #expect(lstat(path, &status) == -1)
    }

    @Test("A link that another terminal took over stays")
    func linkTakenOver() throws {
        let folder = try Checkout.temporaryFolder()
        let path = folder.path + "/meter"
        let first = try PseudoTerminal(linkPath: path)
        let second = try PseudoTerminal(linkPath: path)
        first.close()
        #expect(realPath(path) == second.slavePath)
    }

    @Test("A file in the link's place is left alone")
    func fileInPlace() throws {
        let folder = try Checkout.temporaryFolder()
        let path = try folder.file("meter", "precious")
        #expect(throws: PortError.linkTaken(path: path)) { try PseudoTerminal(linkPath: path) }
        var status = stat()
        #expect(lstat(path, &status) == 0 && status.st_size == 8)
    }

    private func realPath(_ path: String) -> String? {
        guard let real = realpath(path, nil) else { return nil }
        defer { free(real) }
        return String(cString: real)
    }
}
