import Civil
import History
import Logging
import Messaging
import Meters

/// The publisher, the lane of the outbox that it empties, and who puts what into it.
struct MQTTWiring: Sendable {
    let publisher: MQTTPublisher
    private let settings: MQTTSettings
    private let asked = Relay<Asked>()

    init(
        _ settings: MQTTSettings,
        _ store: HistoryStore,
        _ writer: HistoryWriter,
        at now: Instant,
        _ log: Logger
    ) {
        self.settings = settings
        let delivered = Relay<[Int64]>()
        let asked = asked
        publisher = MQTTPublisher(
            settings: settings,
            softwareVersion: softwareVersion,
            log: log,
            delivered: { delivered.tell($0) },
            obey: { asked.tell(Asked(meterID: $0, command: $1)) }
        )
        let lane = MQTTLane(store: store, publisher: publisher, log: log)
        delivered.register { ids in writer.markDelivered(ids) { lane.wasDelivered($0) } }
        writer.onKept(MQTTLane.name) { lane.take($0) }
        lane.start(at: now)
    }

    /// Something that is asked of a meter.
    struct Asked: Sendable {
        var meterID: String
        var command: Command
    }

    /// What a meter's track needs to be asked something; `nil` where nobody may.
    func commands(
        pause: @escaping @Sendable (Instant?) -> Void,
        pausedUntil: @escaping @Sendable () -> Instant?
    )
        -> MeterCommands?
    {
        guard settings.takesCommands else { return nil }
        let publisher = publisher
        return MeterCommands(pause: pause, pausedUntil: pausedUntil) { settings, meter in
            publisher.tell(settings, of: meter.id)
        }
    }

    /// Has commands go to the tracks; each knows which of them are its own.
    func connect(to tracks: [MeterTrack]) {
        guard settings.takesCommands else { return }
        asked.register { asked in
            // A minute's worth at the most: see `CommandGate`.
            for track in tracks { Task { await track.obey(asked.command, of: asked.meterID) } }
        }
    }

    /// The output of one meter.
    func output() -> MQTTOutput { MQTTOutput(publisher: publisher, settings: settings) }
}
