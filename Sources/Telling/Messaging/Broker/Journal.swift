import Broker
import Civil
import Logging

/// Logs the connection's changes: each once, and what stays wrong once a minute at the most.
struct Journal: Sendable {
    /// The level of a line.
    enum Level: Sendable {
        case info
        case warning
    }

    private let write: @Sendable (Level, String) -> Void
    /// Failed attempts since the last connection.
    private var attempts = 0
    private var warnings = OncePerMinute<ContinuousClock.Instant>()

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
        attempts = 0
        warnings = OncePerMinute()
        write(.info, "MQTT broker \(place): connected")
    }

    mutating func failed(_ error: BrokerError, at place: String, now: ContinuousClock.Instant) {
        attempts += 1
        guard warnings.admit(at: now) != nil else { return }
        let count = attempts > 1 ? " (\(attempts) attempts)" : ""
        write(.warning, "MQTT broker \(place): \(error.text(naming: .mqtt)); trying again\(count)")
    }

    func refused(_ error: CommandError) {
        write(.warning, "MQTT command: \(error)")
    }

    func stopped(_ place: String) {
        write(.info, "MQTT broker \(place): disconnected")
    }
}
