import Glibc
import TestSupport
import Testing

@testable import Ports

@Suite("TCP ports", .timeLimit(.minutes(5)))
struct TCPPortTests {
    @Test("Bytes come; a server that goes away is lost once, and opened again when it is back")
    func comesBack() async throws {
        let reserved = try ReservedPort()
        let number = UInt16(reserved.port)
        let outlet = try TCPOutlet(port: number)
        var probe = PortProbe(Port(.tcp(host: "127.0.0.1", port: number)))
        #expect(try await probe.opened() == PortDescription(source: "tcp://127.0.0.1:\(number)", speed: nil))
        #expect(outlet.send([1, 2, 3]) == 1)
        #expect(try await probe.chunks(byteCount: 3).bytes == [1, 2, 3])

        outlet.close()
        #expect(try await probe.lost() == .closedByPeer(address: "tcp://127.0.0.1:\(number)"))
        let again = try TCPOutlet(port: number)
        _ = try await probe.opened()
        #expect(again.send([4]) == 1)
        let chunk = try await probe.chunk()
        #expect(chunk.bytes == [4])
        #expect(chunk.offset == 3)
    }

    @Test("A refused connection is said with host and port")
    func refused() async throws {
        let reserved = try ReservedPort()
        let number = UInt16(reserved.port)
        var probe = PortProbe(Port(.tcp(host: "localhost", port: number)))
        let error = try await probe.lost()
        #expect(error == .connectionRefused(address: "tcp://localhost:\(number)"))
        #expect(
            error.description
                == "tcp://localhost:\(number): connection refused; is the server running, and is the port number right?"
        )
    }

    @Test("A host that has no address is named")
    func noHost() async throws {
        var probe = PortProbe(Port(.tcp(host: "no such host", port: 23)))
        let error = try await probe.lost()
        guard case .hostNotFound(let address, let reason) = error else {
            Issue.record("\(error)")
            return
        }
        #expect(address == "tcp://no such host:23")
        #expect(!reason.isEmpty)
    }

    @Test("Letting go of the stream closes the connection")
    func lettingGo() async throws {
        let server = try Listener()
        var probe: PortProbe? = PortProbe(Port(.tcp(host: "127.0.0.1", port: UInt16(server.port))))
        _ = try await probe?.opened()
        let client = try await server.client()
        probe = nil
        #expect(await client.isLeft())
    }

    @Test("Cancelling the task that reads ends the stream and closes the connection")
    func cancelling() async throws {
        let server = try Listener()
        let port = Port(.tcp(host: "127.0.0.1", port: UInt16(server.port)))
        let (opened, continuation) = AsyncStream.makeStream(of: PortEvent.self)
        let reading = Task {
            for await event in port.events() { continuation.yield(event) }
            return "ended"
        }
        for await event in opened {
            guard case .opened = event else { continue }
            break
        }
        reading.cancel()
        // First what has a limit of its own: a stream that did not end would be waited for without one.
        let client = try await server.client()
        try #require(await client.isLeft())
        #expect(await reading.value == "ended")
    }

    @Test("A port is read once: a second stream has ended")
    func once() async throws {
        let outlet = try TCPOutlet()
        let port = Port(.tcp(host: "127.0.0.1", port: outlet.port))
        var first = PortProbe(port)
        var second = PortProbe(port)
        #expect(await second.next() == nil)
        _ = try await first.opened()
    }

    @Test("Bytes that come while nobody handles them are dropped and counted, not kept for ever")
    func counted() async throws {
        let outlet = try TCPOutlet()
        let port = Port(.tcp(host: "127.0.0.1", port: outlet.port), bufferBytes: 5_000)
        var probe = PortProbe(port)
        _ = try await probe.opened()
        // Few enough for the system to hold, many more than the port does.
        let sent = 20_000
        #expect(outlet.send([UInt8](repeating: 1, count: sent)) == 1)
        try await eventually { port.droppedByteCount > 0 }
        outlet.close()
        var received = 0
        while case .chunk(let chunk)? = await probe.next() { received += chunk.bytes.count }
        #expect(received > 0)
        #expect(received + port.droppedByteCount == sent)
    }
}
