import Foundation
import Glibc
import TestSupport

/// The real mosquitto on a port of its own.
final class TestBroker: Sendable {
    let port: UInt16
    private let folder: URL

    init() throws {
        port = freePort()
        folder = try Checkout.temporaryFolder()
        // Without nodelay each round trip takes 40 ms.
        let config = """
            listener \(port) 127.0.0.1
            allow_anonymous true
            set_tcp_nodelay true
            persistence false
            """
        try config.write(to: folder.appending(path: "broker.conf"), atomically: true, encoding: .utf8)
    }

    var url: String { "mqtt://127.0.0.1:\(port)" }

    /// Starts it and waits until it listens. It ends when what is returned is let go, or by a signal.
    func start() async throws -> RunningProgram {
        let config = folder.appending(path: "broker.conf").path
        let program = try RunningProgram(URL(filePath: "/usr/sbin/mosquitto"), ["-v", "-c", config])
        guard await program.prints("running") else { throw NotStarted(lines: program.output) }
        return program
    }

    /// Hears everything that is published, a line each: `retained-flag topic payload`.
    func subscriber(_ topics: String = "#") async throws -> RunningProgram {
        // Into a pipe it would hold its lines back until there are many.
        let arguments = [
            "-oL", "/usr/bin/mosquitto_sub", "-h", "127.0.0.1", "-p", "\(port)", "-d", "-F", "%r %t %p", "-t",
            topics,
        ]
        let program = try RunningProgram(URL(filePath: "/usr/bin/stdbuf"), arguments)
        guard await program.prints("Subscribed") else { throw NotStarted(lines: program.output) }
        return program
    }

    struct NotStarted: Error {
        var lines: [String]
    }
}

/// A port of the loopback address that nobody has.
func freePort() -> UInt16 {
    let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(listener) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    return withUnsafeMutablePointer(to: &address) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
            bind(listener, address, size)
            getsockname(listener, address, &size)
        }
        return UInt16(bigEndian: pointer.pointee.sin_port)
    }
}
