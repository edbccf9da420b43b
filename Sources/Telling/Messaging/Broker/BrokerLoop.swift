import Broker
import Civil

/// The broker's thread: connects, publishes, and connects again, until it is stopped.
///
/// One thread makes all calls of the connection, so nothing is shared but the inbox, and a message is on the socket one
/// wake-up after `send`.
final class BrokerLoop {
    /// A connection that lasted at least this long was a good one: the next outage begins with a short pause again.
    private static let goodConnection: Duration = .seconds(10)
    /// The messages that are held for a broker that does not read, at most.
    static let mostOutstanding = 500
    /// With more messages than this on the socket, new ones wait in the inbox, which drops those that are overtaken.
    private static let busy = 250

    /// Commands and Home Assistant's status are shorter.
    private static let longestPayload = 64

    private let settings: MQTTSettings
    private let inbox: Inbox
    private let stop: StopRequest
    private let counters: Counters
    private let delivered: @Sendable ([Int64]) -> Void
    private let obey: @Sendable (String, Command) -> Void
    private var gate = CommandGate()
    private let clock = ContinuousClock()
    private var backoff: Backoff
    private var journal: Journal
    private var session: Session
    /// Receipts of the messages whose confirmation is waited for, by libmosquitto's number.
    private var receipts: [Int32: Outbox.Receipt] = [:]
    /// Messages handed to the library and not yet written or confirmed.
    private var outstanding = 0
    /// The ids of messages confirmed since that was last told.
    private var confirmed: [Int64] = []

    init(_ parts: PublisherParts, inbox: Inbox, stop: StopRequest, counters: Counters) {
        settings = parts.settings
        backoff = parts.backoff
        journal = parts.journal
        session = parts.session
        delivered = parts.delivered
        obey = parts.obey
        self.inbox = inbox
        self.stop = stop
        self.counters = counters
    }

    /// Returns when somebody asks for it.
    func run() {
        while !stop.isStopping {
            let begun = clock.now
            do throws(BrokerError) {
                try connectAndServe()
            } catch {
                if !stop.isStopping { journal.failed(error, at: settings.place, now: clock.now) }
            }
            close()
            if clock.now - begun > Self.goodConnection { backoff.reset() }
            rest(until: clock.now + backoff.pauseAfterFailure())
        }
    }

    private func close() {
        session.close()
        receipts = [:]
        outstanding = 0
        count()
    }

    /// Waits, and hands the session what comes in meanwhile: it knows the last of everything when the broker is back.
    private func rest(until end: ContinuousClock.Instant) {
        while !stop.isStopping, clock.now < end {
            _ = inbox.wake.wait(atMost: max(.zero, clock.now.duration(to: end)))
            _ = takeInbox()
            count()
        }
    }

    // MARK: - A connection

    private func connectAndServe() throws(BrokerError) {
        let connection = try BrokerConnection(
            to: settings.broker,
            as: settings.login,
            clientID: settings.clientID,
            will: BrokerMessage(session.status("offline"), isConfirmed: true),
            payloadLimit: Self.longestPayload
        )
        try stop.away { () throws(BrokerError) in try connection.open() }
        while !stop.isStopping {
            try serve(connection)
            // What waits in the inbox wakes nobody twice.
            connection.wait(
                wokenBy: inbox.wake,
                atMost: outstanding < Self.busy ? .seconds(1) : .milliseconds(20)
            )
        }
        if session.isOpen { try sayGoodbye(connection) }
    }

    private func serve(_ connection: BrokerConnection) throws(BrokerError) {
        defer { tellConfirmed() }
        if outstanding < Self.busy { try publish(takeInbox(), on: connection) }
        for event in try connection.step() { try handle(event, of: connection) }
        guard outstanding <= Self.mostOutstanding else { throw .congested(outstanding) }
        count()
    }

    private func handle(_ event: BrokerEvent, of connection: BrokerConnection) throws(BrokerError) {
        switch event {
        case .welcomed:
            journal.connected(to: settings.place)
            if let topic = session.homeAssistantTopic { try connection.follow(topic) }
            if let topics = session.commandTopics { try connection.follow(topics) }
            try publish(session.open(), on: connection)
        case .published(let number):
            outstanding -= 1
            counters.published()
            guard let receipt = receipts.removeValue(forKey: number) else { break }
            let (id, next) = session.confirm(receipt)
            if let id { confirmed.append(id) }
            try publish(next, on: connection)
        case .received(let message) where message.topic == session.homeAssistantTopic:
            // A retained `online` is old: everything has been said since.
            guard message.payload == Array("online".utf8), !message.isRetained else { break }
            try publish(session.announceAgain(), on: connection)
        case .received(let message):
            obeyCommand(message)
        case .granted:
            break
        }
    }

    private func publish(_ messages: [Session.Outgoing], on connection: BrokerConnection) throws(BrokerError)
    {
        for (receipt, message) in messages {
            let number = try connection.publish(
                BrokerMessage(message, isConfirmed: message.delivery == .queued)
            )
            outstanding += 1
            if let receipt { receipts[number] = receipt }
        }
    }

    private func obeyCommand(_ message: ReceivedMessage) {
        do throws(CommandError) {
            let command = try session.command(
                topic: message.topic,
                message.payload,
                isRetained: message.isRetained
            )
            guard let (meter, command) = command else { return }
            try gate.admit(now: clock.now)
            obey(meter, command)
        } catch {
            if gate.mayComplain(now: clock.now) { journal.refused(error) }
        }
    }

    private func tellConfirmed() {
        guard !confirmed.isEmpty else { return }
        delivered(confirmed)
        confirmed = []
    }

    private func takeInbox() -> [Session.Outgoing] {
        inbox.takeAll().flatMap { item in
            switch item {
            case .event(let event, let meter, let source): session.take(event, from: meter, at: source)
            case .settings(let settings, let meterID): session.take(settings, of: meterID)
            case .message(let message): session.take(message)
            case .frame(let frame, let meter, let source): session.takeFrame(frame, from: meter, at: source)
            }
        }
    }

    // MARK: - The end

    /// Says `offline` ourselves: a broker says our will only when we leave without a word. With a broker that hangs it
    /// is left at that, before anybody waits a second for us.
    private func sayGoodbye(_ connection: BrokerConnection) throws(BrokerError) {
        let end = clock.now + .milliseconds(700)
        try publish(takeInbox(), on: connection)
        while session.waiting > 0, clock.now < end {
            try serve(connection)
            rest(connection, until: end)
        }
        try publish(session.farewell, on: connection)
        while outstanding > 0, clock.now < end {
            try serve(connection)
            rest(connection, until: end)
        }
        connection.disconnect()
        while connection.isOpen, clock.now < end {
            _ = try connection.step()
            rest(connection, until: end)
        }
        journal.stopped(settings.place)
    }

    /// Sleeps until something happens, briefly.
    private func rest(_ connection: BrokerConnection, until end: ContinuousClock.Instant) {
        let left = max(.zero, clock.now.duration(to: end))
        connection.wait(wokenBy: inbox.wake, atMost: min(.milliseconds(100), left))
    }

    private func count() {
        counters.update(isConnected: session.isOpen, waiting: session.waiting, dropped: session.dropped)
    }
}

extension BrokerMessage {
    fileprivate init(_ message: Message, isConfirmed: Bool) {
        self.init(
            topic: message.topic,
            payload: message.payload,
            isConfirmed: isConfirmed,
            isRetained: message.delivery == .retained
        )
    }
}
