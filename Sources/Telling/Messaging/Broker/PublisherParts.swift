import Broker
import Civil

/// The parts that a publisher's thread begins with.
struct PublisherParts: Sendable {
    var settings: MQTTSettings
    var session: Session
    var backoff: Backoff
    var journal: Journal
    /// Is told the ids of the messages that the broker has confirmed.
    var delivered: @Sendable ([Int64]) -> Void
    /// Is told the id of a meter, and what somebody asks of it.
    var obey: @Sendable (String, Command) -> Void

    init(
        _ settings: MQTTSettings,
        softwareVersion: String,
        backoff: Backoff,
        journal: Journal,
        delivered: @escaping @Sendable ([Int64]) -> Void,
        obey: @escaping @Sendable (String, Command) -> Void
    ) {
        self.settings = settings
        self.backoff = backoff
        self.journal = journal
        self.delivered = delivered
        self.obey = obey
        session = Session(
            base: settings.baseTopic,
            calendar: settings.calendar,
            discovery: settings.discoveryPrefix.map {
                Discovery(
                    prefix: $0,
                    softwareVersion: softwareVersion,
                    names: SensorNames(settings.language),
                    takesCommands: settings.takesCommands
                )
            },
            takesCommands: settings.takesCommands,
            compatibility: settings.compatibility.map {
                CompatibilityPlan(settings: $0, softwareVersion: softwareVersion)
            }
        )
    }
}
