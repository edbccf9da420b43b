import Broker
import Civil
import Foundation
public import Ledger
public import Logging
public import Meters

/// Publishes by MQTT everything that the ledgers say.
///
/// `send` and `deliver` return at once and never fail. While the broker is away, live values go nowhere, what is to be
/// delivered waits, and what a broker retains is said again when it is back.
public final class MQTTPublisher: Sendable {
    private let parts: PublisherParts
    private let inbox = Inbox()
    private let counters = Counters()

    /// Counts, for diagnostics.
    public struct Statistics: Sendable, Equatable {
        /// The broker has accepted this client.
        public var isConnected = false
        /// Messages written to the broker, or confirmed by it where that is waited for.
        public var published = 0
        /// Messages given up: live ones without a broker, and what full queues had no room for.
        public var dropped = 0
        /// Closed hours and alerts that wait for the broker, at most 2,000.
        public var waiting = 0
    }

    /// Both closures are called by the broker's thread, and return at once.
    ///
    /// - Parameters:
    ///   - delivered: is told the ids of messages that the broker has confirmed.
    ///   - obey: is told the id of a meter, and what is asked of it; never without `takesCommands`.
    public convenience init(
        settings: MQTTSettings,
        softwareVersion: String,
        log: Logger,
        delivered: @escaping @Sendable ([Int64]) -> Void = { _ in },
        obey: @escaping @Sendable (String, Command) -> Void = { _, _ in }
    ) {
        self.init(
            settings: settings,
            softwareVersion: softwareVersion,
            backoff: Self.backoff,
            journal: Journal(log),
            delivered: delivered,
            obey: obey
        )
    }

    init(
        settings: MQTTSettings,
        softwareVersion: String,
        backoff: Backoff,
        journal: Journal,
        delivered: @escaping @Sendable ([Int64]) -> Void = { _ in },
        obey: @escaping @Sendable (String, Command) -> Void = { _, _ in }
    ) {
        parts = PublisherParts(
            settings,
            softwareVersion: softwareVersion,
            backoff: backoff,
            journal: journal,
            delivered: delivered,
            obey: obey
        )
    }

    /// A broker that restarts is found again within seconds, and one that is gone is asked once a minute.
    static let backoff = Backoff(first: .seconds(1), longest: .seconds(60), share: 0.5...1)

    public var statistics: Statistics {
        var statistics = counters.current
        statistics.dropped += inbox.dropped
        return statistics
    }

    public var isConnected: Bool { counters.current.isConnected }

    /// Publishes what follows from an event, if anything does.
    public func send(_ event: LedgerEvent, from meter: MeterIdentity, at source: MeterSource) {
        inbox.put(event, meter, source)
    }

    /// Whether frames are wanted at all.
    public var publishesRawFrames: Bool { parts.settings.publishesRawFrames }

    /// Publishes a good frame of the meter as it was received, under `<base>/<id>/raw`, where that is turned on.
    public func send(frame: [UInt8], from meter: MeterIdentity, at source: MeterSource) {
        if publishesRawFrames { inbox.put(frame: frame, meter, source) }
    }

    /// Publishes what can be set of a meter, where it is not what was said before.
    public func tell(_ settings: MeterSettings, of meterID: String) {
        inbox.put(settings, of: meterID)
    }

    /// Publishes messages in order, with the broker's confirmation (QoS 1); they wait while it is away. Those without
    /// an id are bounded, and the oldest of them go first; of those with one, whoever keeps them hands over a bounded
    /// number.
    public func deliver(_ messages: [QueuedMessage]) {
        inbox.put(messages)
    }

    /// Keeps the connection up until the task is cancelled; then says `offline`, and returns within a second even when
    /// the broker hangs. To be called once.
    public func run() async {
        let stop = StopRequest(wake: inbox.wake)
        await withTaskCancellationHandler {
            Thread.detachNewThread { [parts, inbox, counters] in
                BrokerLoop(parts, inbox: inbox, stop: stop, counters: counters).run()
                stop.finish()
            }
            await stop.wait()
        } onCancel: {
            stop.stop()
        }
    }
}
