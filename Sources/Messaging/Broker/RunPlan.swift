/// What a run begins with.
struct RunPlan: Sendable {
    var settings: MQTTSettings
    var session: Session
    var backoff: Backoff
    var journal: Journal

    init(_ settings: MQTTSettings, softwareVersion: String, backoff: Backoff, journal: Journal) {
        self.settings = settings
        self.backoff = backoff
        self.journal = journal
        session = Session(
            base: settings.baseTopic,
            discovery: settings.discoveryPrefix.map {
                Discovery(prefix: $0, softwareVersion: softwareVersion)
            },
            compatibility: settings.compatibility.map {
                CompatibilityPlan(settings: $0, softwareVersion: softwareVersion)
            }
        )
    }
}
