import ServiceLifecycle

/// A service that runs until its task is cancelled.
struct Background: Service {
    private let body: @Sendable () async -> Void
    private let first: @Sendable () async -> Void

    /// - Parameter first: what is done at the end before the body is cancelled.
    init(_ body: @escaping @Sendable () async -> Void, first: @escaping @Sendable () async -> Void = {}) {
        self.body = body
        self.first = first
    }

    func run() async throws {
        let first = first
        await withTaskGroup { group in
            group.addTask { await body() }
            group.addTask {
                try? await gracefulShutdown()
                await first()
            }
            await group.next()
            group.cancelAll()
        }
        // With nothing to do, such as no webhook to serve, it is done at once; a service may not be.
        try? await gracefulShutdown()
    }
}
