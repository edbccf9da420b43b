import Logging
import Meters
import ServiceLifecycle

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
