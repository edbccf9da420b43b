import Foundation
public import Ledger
public import Logging
public import Meters
import Synchronization

/// Publishes what the ledgers say.
///
/// `send` returns at once and never fails: without a broker, live values go nowhere, closed hours and alerts wait in memory,
/// and what is retained is published again when the broker is back.
public final class MQTTPublisher: Sendable {
    private let settings: MQTTSettings
    private let softwareVersion: String
    private let log: Logger
    private let state = Mutex(State())
    private let connection: MQTTConnection
    private let inbox: Inbox

    /// Counts, for diagnostics.
    public struct Statistics: Sendable, Equatable {
        public var isConnected = false
        /// What the broker has taken.
        public var published = 0
        /// What was given up: live values without a broker or behind a slow one, hours and alerts beyond the queue's end.
        public var dropped = 0
        /// Closed hours and alerts that wait for the broker.
        public var waiting = 0
    }

    private struct State {
        var statistics = Statistics()
        var meters: [String: MeterPublications] = [:]
        /// The last payload of every retained topic.
        var retained: [String: Publication] = [:]
        var queue: [Publication] = []
        /// Sent and not yet taken.
        var outstanding = 0
        var lastComplaint: (text: String, time: Date)?
    }

    /// So many closed hours and alerts wait for a broker: hours of almost three months.
    private static let longestQueue = 2_000
    /// So much may be under way to a broker that takes nothing before live values are given up.
    private static let mostOutstanding = 500

    /// Hands the connection's events to the publisher, which the connection is a part of.
    private final class Inbox: Sendable {
        let receiver = Mutex<(@Sendable (MQTTConnection.Event) -> Void)?>(nil)

        func receive(_ event: MQTTConnection.Event) {
            receiver.withLock { $0 }?(event)
        }
    }

    public init(settings: MQTTSettings, softwareVersion: String, log: Logger) {
        self.settings = settings
        self.softwareVersion = softwareVersion
        self.log = log
        let inbox = Inbox()
        self.inbox = inbox
        let will = Self.status("offline", settings)
        connection = MQTTConnection(settings, will: will) { inbox.receive($0) }
    }

    public var statistics: Statistics {
        state.withLock { state in
            var statistics = state.statistics
            statistics.waiting = state.queue.count
            return statistics
        }
    }

    // MARK: - What comes in

    /// Publishes what follows from an event.
    public func send(_ event: LedgerEvent, from meter: MeterIdentity, at source: MeterSource) {
        state.withLock { state in
            var publications =
                state.meters[meter.id]
                ?? MeterPublications(meter, settings: settings, softwareVersion: softwareVersion)
            let messages = publications.messages(for: event, at: source)
            state.meters[meter.id] = publications
            for message in messages { put(message, &state) }
        }
    }

    /// Publishes an alert of this meter.
    public func sendAlert(json: [UInt8], from meter: MeterIdentity) {
        state.withLock { state in
            let publications =
                state.meters[meter.id]
                ?? MeterPublications(meter, settings: settings, softwareVersion: softwareVersion)
            put(publications.alert(json), &state)
        }
    }

    private func put(_ message: Publication, _ state: inout State) {
        if message.isRetained { state.retained[message.topic] = message }
        guard state.statistics.isConnected, state.queue.isEmpty || message.quality == 0 else {
            wait(message, &state)
            return
        }
        publish(message, &state)
    }

    private func publish(_ message: Publication, _ state: inout State) {
        let isLive = message.quality == 0 && !message.isRetained
        guard !isLive || state.outstanding < Self.mostOutstanding else {
            state.statistics.dropped += 1
            return
        }
        if connection.publish(message) {
            state.outstanding += 1
        } else {
            wait(message, &state)
        }
    }

    /// Keeps what must not be lost; the retained ones are kept anyway.
    private func wait(_ message: Publication, _ state: inout State) {
        guard message.quality > 0 else {
            if !message.isRetained { state.statistics.dropped += 1 }
            return
        }
        state.queue.append(message)
        if state.queue.count > Self.longestQueue {
            state.queue.removeFirst()
            state.statistics.dropped += 1
        }
    }

    // MARK: - The connection

    /// Keeps the connection up until the task is cancelled; then says `offline` and returns, within a second.
    public func run() async {
        inbox.receiver.withLock { $0 = { [weak self] in self?.receive($0) } }
        let (ended, end) = AsyncStream.makeStream(of: Void.self)
        connection.start { end.finish() }
        await withTaskCancellationHandler {
            // Ends with the thread, or with the task, whichever is first.
            for await _ in ended {}
        } onCancel: {
        }
        // A cancelled stream ends at once: the goodbye is still to be said.
        await goodbye()
    }

    private func goodbye() async {
        let hasConnection = state.withLock { $0.statistics.isConnected }
        if hasConnection { _ = connection.publish(Self.status("offline", settings)) }
        connection.stop()
        // The broker's answer is waited for in a task that the cancellation does not reach.
        await Task.detached { [self] in
            for _ in 0..<50 where state.withLock({ $0.outstanding > 0 && $0.statistics.isConnected }) {
                try? await Task.sleep(for: .milliseconds(10))
            }
        }.value
    }

    private func receive(_ event: MQTTConnection.Event) {
        switch event {
        case .connected: connected()
        case .lost(let words): lost(words)
        case .delivered:
            state.withLock { state in
                state.outstanding = max(0, state.outstanding - 1)
                state.statistics.published += 1
            }
        case .message(let topic, let payload):
            let isBirth = topic == birthTopic && payload == Array("online".utf8)
            if isBirth { state.withLock { publishRetained(&$0) } }
        }
    }

    private var birthTopic: String? { settings.discoveryPrefix.map { "\($0)/status" } }

    private func connected() {
        log.notice("connected to the broker at \(settings.place)")
        connection.noteAccepted()
        if let birthTopic { connection.subscribe(birthTopic) }
        state.withLock { state in
            state.statistics.isConnected = true
            state.outstanding = 0
            state.lastComplaint = nil
            publish(Self.status("online", settings), &state)
            publishRetained(&state)
            let queue = state.queue
            state.queue = []
            for message in queue { put(message, &state) }
        }
    }

    private func publishRetained(_ state: inout State) {
        for message in state.retained.values.sorted(by: { $0.topic < $1.topic }) { publish(message, &state) }
    }

    /// Says it once, then at most once a minute: a log that fills the disk helps nobody.
    private func lost(_ words: String) {
        let saysIt = state.withLock { state in
            state.statistics.isConnected = false
            let now = Date()
            if let last = state.lastComplaint, last.text == words, now.timeIntervalSince(last.time) < 60 {
                return false
            }
            state.lastComplaint = (words, now)
            return true
        }
        if saysIt { log.warning("no connection to the broker at \(settings.place): \(words); trying again") }
    }

    private static func status(_ text: String, _ settings: MQTTSettings) -> Publication {
        Publication(topic: "\(settings.baseTopic)/status", payload: Array(text.utf8), isRetained: true)
    }
}
