import Logging

/// Says how the connection fares: each change once, and what stays wrong once a minute at the most.
struct Journal: Sendable {
    /// How much a line matters.
    enum Level: Sendable {
        case info
        case warning
    }

    private let write: @Sendable (Level, String) -> Void
    private var outage = Outage()

    init(write: @escaping @Sendable (Level, String) -> Void) {
        self.write = write
    }

    init(_ log: Logger) {
        self.init { level, text in
            switch level {
            case .info: log.info("\(text)")
            case .warning: log.warning("\(text)")
            }
        }
    }

    mutating func connected(to place: String) {
        outage = Outage()
        write(.info, "MQTT broker \(place): connected")
    }

    mutating func failed(_ error: BrokerError, at place: String, now: ContinuousClock.Instant) {
        guard let attempts = outage.attemptsToSay(after: error, now: now) else { return }
        let count = attempts > 1 ? " (\(attempts) attempts)" : ""
        write(.warning, "MQTT broker \(place): \(error); trying again\(count)")
    }

    func refused(_ error: CommandError) {
        write(.warning, "MQTT command: \(error)")
    }

    func stopped(_ place: String) {
        write(.info, "MQTT broker \(place): disconnected")
    }
}

/// An outage, from the first failure on.
struct Outage: Sendable {
    private static let silence: Duration = .seconds(60)
    private var attempts = 0
    private var lastSaid: ContinuousClock.Instant?

    /// Counts a failure.
    ///
    /// - Returns: how many there were so far; `nil` when it is too early to say it again.
    mutating func attemptsToSay(after error: BrokerError, now: ContinuousClock.Instant) -> Int? {
        attempts += 1
        if let lastSaid, now - lastSaid < Self.silence { return nil }
        lastSaid = now
        return attempts
    }
}
