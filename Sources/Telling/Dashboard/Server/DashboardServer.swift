import HummingbirdCore
public import Logging
import NIOCore
import NIOPosix
public import ServiceLifecycle

/// Serves the dashboard. What fails here stops no meter: a port that somebody else has is tried again.
public struct DashboardServer: Service {
    private let settings: DashboardSettings
    private let answers: Answers
    private let limits: ServerLimits
    private let clock: @Sendable () -> ContinuousClock.Instant
    private let log: Logger
    /// Is told the port, when it listens.
    private let listening: @Sendable (Int) -> Void

    /// - Parameters:
    ///   - settings: with a password, unless only this machine reaches the address.
    ///   - store: what the answers are made from.
    ///   - version: of kilovakt.
    public init(
        _ settings: DashboardSettings,
        store: DashboardStore,
        sources: DashboardSources,
        version: String,
        log: Logger
    ) {
        self.init(settings, store, sources, version, log, limits: ServerLimits(), clock: { .now }) { _ in }
    }

    init(
        _ settings: DashboardSettings,
        _ store: DashboardStore,
        _ sources: DashboardSources,
        _ version: String,
        _ log: Logger,
        limits: ServerLimits,
        clock: @escaping @Sendable () -> ContinuousClock.Instant,
        listening: @escaping @Sendable (Int) -> Void
    ) {
        self.settings = settings
        answers = Answers(store: store, sources: sources, version: version)
        self.log = log
        self.limits = limits
        self.clock = clock
        self.listening = listening
    }

    /// Serves until the daemon stops; then live streams end at once.
    public func run() async throws {
        guard !settings.isOpenToOthers else {
            log.error("dashboard: \(settings.listen) is open to others without a password: not served")
            return try await gracefulShutdown()
        }
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        await withGracefulShutdownHandler {
            await withTaskGroup { tasks in
                tasks.addTask { await beat() }
                await serve(on: group)
                tasks.cancelAll()
            }
        } onGracefulShutdown: {
            answers.store.endListening()
        }
        try? await group.shutdownGracefully()
    }

    /// Listens, and tries again for as long as it cannot.
    private func serve(on group: any EventLoopGroup) async {
        var pause = limits.retry.lowerBound
        var isFailing = false
        while !Task.isCancelled, !Task.isShuttingDownGracefully {
            do {
                return try await serve(server(on: group))
            } catch {
                // Once: what has the port may have it for days.
                if !isFailing, !Task.isCancelled, !Task.isShuttingDownGracefully {
                    log.warning("dashboard: cannot listen at \(settings.listen): \(error); trying again")
                }
                isFailing = true
            }
            await cancelWhenGracefulShutdown { [pause] in try? await Task.sleep(for: pause) }
            pause = min(pause * 2, limits.retry.upperBound)
        }
    }

    /// Runs a server until the daemon stops, and until every connection is closed.
    ///
    /// The server watches for the daemon's stop by itself, in a task that nobody can wait for and that still needs the
    /// event loop when `run` has returned. So it is run where it does not see the stop, and is stopped from here.
    private func serve(_ server: Server<HTTP1Channel>) async throws {
        let run = Task.detached { try await server.run() }
        try await withTaskCancellationHandler {
            try await withThrowingTaskGroup { tasks in
                tasks.addTask { try await run.value }
                tasks.addTask {
                    try? await gracefulShutdown()
                    try await server.shutdownGracefully()
                }
                // The first to end is the run when it fails, and else the stop, after which the run ends too.
                defer { tasks.cancelAll() }
                try await tasks.next()
            }
        } onCancel: {
            run.cancel()
        }
    }

    private func server(on group: any EventLoopGroup) -> Server<HTTP1Channel> {
        let responder = Responder(
            answers: answers,
            access: AccessGuard(password: settings.password, token: settings.token, now: clock()),
            hostCheck: settings.password == nil ? HostCheck(names: settings.hosts) : nil
        )
        let connections = HTTP1Channel(
            responder: { request, writer, channel in
                let address = channel.remoteAddress?.ipAddress ?? ""
                let response = await responder.respond(to: request, from: address, at: clock())
                try await writer.write(response: response.head, body: response.body)
                // Nobody reads the body.
                if request.hasBody { channel.close(promise: nil) }
            },
            configuration: channel
        )
        return Server(
            childChannelSetup: connections,
            configuration: configuration,
            onServerRunning: { channel in
                log.notice("dashboard: http://\(settings.listen)")
                if let port = channel.localAddress?.port { listening(port) }
            },
            eventLoopGroup: group,
            // A request may hold a token, so nothing of it is logged.
            logger: Self.silence
        )
    }

    private var configuration: ServerConfiguration {
        ServerConfiguration(
            address: .hostname(settings.listen.host, port: settings.listen.port),
            availableConnectionsDelegate: MaximumAvailableConnections(
                limits.connections,
                logger: Self.silence
            )
        )
    }

    private var channel: HTTP1Channel.Configuration {
        let patience = limits.stalledWrite
        return HTTP1Channel.Configuration(
            additionalChannelHandlers: [StalledWriteHandler(patience: patience)],
            idleTimeout: TimeAmount(limits.idle),
            httpDecoderConfiguration: HTTP1Channel.Configuration.DecoderConfiguration(
                maxHeaderFieldSize: limits.headerBytes,
                maxHeaderListSize: limits.headerBytes,
                maxHeaderFieldCount: limits.headers
            )
        )
    }

    private func beat() async {
        while !Task.isCancelled {
            try? await Task.sleep(for: limits.heartbeat)
            answers.store.heartbeat()
        }
    }

    private static let silence = Logger(label: "dashboard") { _ in SwiftLogNoOpLogHandler() }
}
