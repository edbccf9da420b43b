import Civil
import History
import Logging
import Messaging
import Meters
import ServiceLifecycle

/// The publisher, the lane of the outbox that it empties, and what the broker says back.
struct MQTTWiring: Sendable {
    let publisher: MQTTPublisher
    private let settings: MQTTSettings
    private let lane: MQTTLane
    private let writer: HistoryWriter
    /// The outbox's numbers of messages that the broker has confirmed.
    private let confirmations: AsyncStream<[Int64]>
    private let requests: AsyncStream<Request>

    /// A command to a meter.
    private struct Request: Sendable {
        var meterID: String
        var command: Command
    }

    init(_ settings: MQTTSettings, _ stores: Stores, at now: Instant, log: Logger) {
        self.settings = settings
        writer = stores.writer
        let (confirmations, confirmed) = AsyncStream.makeStream(of: [Int64].self)
        // A minute's worth at the most: see `CommandGate`.
        let (requests, requested) = AsyncStream.makeStream(of: Request.self)
        self.confirmations = confirmations
        self.requests = requests
        publisher = MQTTPublisher(
            settings: settings,
            softwareVersion: softwareVersion,
            log: log,
            delivered: { confirmed.yield($0) },
            obey: { requested.yield(Request(meterID: $0, command: $1)) }
        )
        let lane = MQTTLane(store: stores.store, publisher: publisher, log: log)
        self.lane = lane
        writer.onKept(MQTTLane.name) { lane.take($0) }
        lane.start(at: now)
    }

    /// The output of one meter.
    func output() -> MQTTOutput { MQTTOutput(publisher: publisher, settings: settings) }

    /// The way that commands about a meter's alerts go; `nil` where commands are not taken.
    func commands(to alerts: AlertOutput) -> MeterCommands? {
        guard settings.takesCommands else { return nil }
        let publisher = publisher
        return MeterCommands(
            pause: { alerts.pause(until: $0) },
            pausedUntil: { alerts.pausedUntil },
            tell: { settings, meter in publisher.tell(settings, of: meter.id) }
        )
    }

    // MARK: - Services

    /// Publishes until the daemon stops, and has what the meters said last kept and published then.
    func publishing() -> Background {
        let (publisher, writer) = (publisher, writer)
        return Background({ await publisher.run() }, first: { await writer.drain() })
    }

    /// Has confirmed messages marked in the outbox; those that came while the daemon stops too.
    func confirming() -> Background {
        let (confirmations, lane, writer) = (confirmations, lane, writer)
        return Background {
            for await ids in confirmations { writer.markDelivered(ids) { lane.wasDelivered($0) } }
        }
    }

    /// Hands commands to the meters, in order; each knows which of them are its own.
    func commanding(_ meters: [any MeterService]) -> Background {
        let requests = requests
        return Background {
            for await request in requests {
                for meter in meters { await meter.obey(request.command, of: request.meterID) }
            }
        }
    }
}
