import Foundation

/// The broker's thread: connects, publishes, and connects again, until it is stopped.
///
/// libmosquitto has a thread of its own (`mosquitto_loop_start`) that connects again by itself, and it is not used: it gives up
/// for ever on a failed TLS handshake or look-up, it waits without jitter, and it would talk to the handle at the same time as
/// we do. Here one thread makes all calls, so nothing is shared but the inbox, and a message is on the socket one wake-up after
/// `send`.
final class BrokerLoop {
    /// So long may a broker think about our greeting.
    private static let patience: Duration = .seconds(10)
    /// A connection that lasted so long was a good one: the next outage begins with a short wait again.
    private static let goodConnection: Duration = .seconds(10)
    /// What a broker that takes nothing in may have us hold for it, in messages.
    static let mostOutstanding = 500
    /// With more than this on the socket, what comes in waits in the inbox, which forgets what is overtaken.
    private static let busy = 250

    private let settings: MQTTSettings
    private let inbox: Inbox
    private let control: RunControl
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
    /// What the broker has confirmed since that was last told.
    private var confirmed: [Int64] = []

    init(_ plan: RunPlan, inbox: Inbox, control: RunControl, counters: Counters) {
        settings = plan.settings
        backoff = plan.backoff
        journal = plan.journal
        session = plan.session
        delivered = plan.delivered
        obey = plan.obey
        self.inbox = inbox
        self.control = control
        self.counters = counters
    }

    /// Returns when the control says so.
    func run() {
        while !control.isStopping {
            let begun = clock.now
            do throws(BrokerError) {
                try connectAndServe()
            } catch {
                if !control.isStopping { journal.failed(error, at: settings.place, now: clock.now) }
            }
            close()
            if clock.now - begun > Self.goodConnection { backoff.reset() }
            rest(until: clock.now + backoff.next())
        }
    }

    private func close() {
        session.close()
        receipts = [:]
        outstanding = 0
        count()
    }

    /// Waits, and takes what comes in meanwhile: the session knows the last of everything when the broker is back.
    private func rest(until end: ContinuousClock.Instant) {
        while !control.isStopping, clock.now < end {
            wait(nil, atMost: clock.now.duration(to: end))
            _ = takeInbox()
            count()
        }
    }

    // MARK: - A connection

    private func connectAndServe() throws(BrokerError) {
        let connection = try BrokerConnection(settings, will: session.status("offline"))
        try control.away { () throws(BrokerError) in try connection.open() }
        let giveUp = clock.now + Self.patience
        while !control.isStopping {
            try serve(connection)
            guard session.isOpen || clock.now < giveUp else { throw .silent }
            // What waits in the inbox wakes nobody twice.
            wait(connection, atMost: outstanding < Self.busy ? .seconds(1) : .milliseconds(20))
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
        case .answered(code: 0):
            journal.connected(to: settings.place)
            if let topic = session.homeAssistantTopic { try connection.follow(topic) }
            if let topics = session.commandTopics { try connection.follow(topics) }
            try publish(session.open(), on: connection)
        case .answered(let code):
            throw connection.refusal(code)
        case .published(let number):
            outstanding -= 1
            counters.published()
            guard let receipt = receipts.removeValue(forKey: number) else { break }
            let (id, next) = session.confirm(receipt)
            if let id { confirmed.append(id) }
            try publish(next, on: connection)
        // A retained `online` is old: we have said everything since.
        case .received(session.homeAssistantTopic, Array("online".utf8), isRetained: false):
            try publish(session.announceAgain(), on: connection)
        case .received(let topic, let payload, let isRetained):
            obeyCommand(topic, payload, isRetained: isRetained)
        case .complaint:
            break
        }
    }

    private func publish(_ messages: [Session.Outgoing], on connection: BrokerConnection) throws(BrokerError)
    {
        for (receipt, message) in messages {
            let number = try connection.publish(message)
            outstanding += 1
            if let receipt { receipts[number] = receipt }
        }
    }

    private func obeyCommand(_ topic: String, _ payload: [UInt8], isRetained: Bool) {
        do throws(CommandError) {
            guard let (meter, command) = try session.command(topic: topic, payload, isRetained: isRetained)
            else { return }
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

    /// Says `offline` ourselves: a broker says our will only when we leave without a word. With a broker that hangs it is left
    /// at that, before anybody waits a second for us.
    private func sayGoodbye(_ connection: BrokerConnection) throws(BrokerError) {
        let end = clock.now + .milliseconds(700)
        try publish(takeInbox(), on: connection)
        while session.waiting > 0, clock.now < end {
            try serve(connection)
            wait(connection, atMost: min(.milliseconds(100), clock.now.duration(to: end)))
        }
        try publish(session.farewell, on: connection)
        while outstanding > 0, clock.now < end {
            try serve(connection)
            wait(connection, atMost: min(.milliseconds(100), clock.now.duration(to: end)))
        }
        connection.disconnect()
        while connection.poll != nil, clock.now < end {
            _ = try connection.step()
            wait(connection, atMost: min(.milliseconds(100), clock.now.duration(to: end)))
        }
        journal.stopped(settings.place)
    }

    // MARK: - Waiting

    /// Sleeps until the socket or the inbox has something, at most so long.
    private func wait(_ connection: BrokerConnection?, atMost: Duration) {
        var sources = [pollfd(fd: inbox.wake.readEnd, events: Int16(POLLIN), revents: 0)]
        if let socket = connection?.poll { sources.append(socket) }
        let milliseconds = max(0, min(60_000, Int32(atMost / .milliseconds(1)) + 1))
        _ = poll(&sources, nfds_t(sources.count), milliseconds)
        if sources[0].revents != 0 { inbox.wake.clear() }
    }

    private func count() {
        counters.update(isConnected: session.isOpen, waiting: session.waiting, dropped: session.dropped)
    }
}
