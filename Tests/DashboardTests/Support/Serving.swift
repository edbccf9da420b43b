import Glibc
import Logging
import Meters
import ServiceLifecycle
import Synchronization

@testable import Dashboard

/// Runs a server while the body does.
func serving(_ server: DashboardServer, _ body: () async throws -> Void) async throws {
    let group = ServiceGroup(
        services: [server],
        logger: Logger(label: "services") { _ in SwiftLogNoOpLogHandler() }
    )
    try await withThrowingTaskGroup { tasks in
        tasks.addTask { try await group.run() }
        do {
            try await body()
        } catch {
            await group.triggerGracefulShutdown()
            throw error
        }
        await group.triggerGracefulShutdown()
        try await tasks.waitForAll()
    }
}

enum MeterIdentityOf {
    static let aidon = MeterIdentity(make: .aidon, id: "7359992890941742", model: "6525", list: "AIDON_V0001")
}

/// Somebody who has a port.
final class Listener: Sendable {
    let port: Int
    private let descriptor: Mutex<Int32?>

    init() throws {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isListening = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(listener, $0, size) == 0 && listen(listener, 4) == 0
                    && getsockname(listener, $0, &size) == 0
            }
        }
        guard isListening else { throw RawHTTP.Refused(code: errno) }
        descriptor = Mutex(listener)
        port = Int(UInt16(bigEndian: address.sin_port))
    }

    deinit { close() }

    func close() {
        descriptor.withLock { descriptor in
            if let open = descriptor { Glibc.close(open) }
            descriptor = nil
        }
    }
}
