import CMosquitto
import Foundation
import Synchronization

/// A connection to a broker by libmosquitto, kept up by a thread of its own: connects, and connects again with growing,
/// jittered waits for as long as it is not stopped.
///
/// MQTT 3.1.1, which every broker speaks. The thread runs `mosquitto_loop` itself instead of libmosquitto's own, because
/// that one neither says why a connection failed nor varies its waits; `mosquitto_threaded_set` lets other threads publish.
final class MQTTConnection: Sendable {
    /// What the connection has to tell; called on its thread.
    enum Event: Sendable {
        case connected
        /// Gone, or refused, in words.
        case lost(String)
        case message(topic: String, payload: [UInt8])
        /// The broker has one more of what was sent.
        case delivered
    }

    private let settings: MQTTSettings
    // libmosquitto locks; it is freed when the thread that runs it has ended.
    private nonisolated(unsafe) let client: OpaquePointer
    private let sink: Sink
    private let state = Mutex(State())

    private struct State {
        var isStopped = false
        /// Since the last time that the thread looked.
        var hasBeenAccepted = false
    }

    /// What libmosquitto hands back to its callbacks.
    private final class Sink: Sendable {
        let receive: @Sendable (Event) -> Void

        init(_ receive: @escaping @Sendable (Event) -> Void) {
            self.receive = receive
        }
    }

    private static let shortestWait = 1.0
    private static let longestWait = 60.0
    private static let keepAliveSeconds: Int32 = 30
    private static let library: Void = {
        mosquitto_lib_init()
    }()

    /// - Parameter will: what the broker publishes when this client is gone without a word.
    init(_ settings: MQTTSettings, will: Publication, receive: @escaping @Sendable (Event) -> Void) {
        _ = Self.library
        self.settings = settings
        sink = Sink(receive)
        guard let client = mosquitto_new(settings.clientID, true, Unmanaged.passUnretained(sink).toOpaque())
        else {
            // Only without memory: nothing would go on then.
            preconditionFailure("no memory for the MQTT client")
        }
        self.client = client
        mosquitto_threaded_set(client, true)
        mosquitto_int_option(client, MOSQ_OPT_TCP_NODELAY, 1)
        mosquitto_username_pw_set(client, settings.user, settings.user == nil ? nil : settings.password)
        if settings.usesTLS {
            let file = settings.authorityFile
            mosquitto_tls_set(client, file, file == nil ? "/etc/ssl/certs" : nil, nil, nil, nil)
        }
        let payload = will.payload
        mosquitto_will_set(client, will.topic, Int32(payload.count), payload, will.quality, will.isRetained)
        setCallbacks()
    }

    deinit {
        mosquitto_destroy(client)
    }

    /// Starts the thread, which lives until `stop`.
    ///
    /// - Parameter ended: called when it has ended.
    func start(ended: @escaping @Sendable () -> Void) {
        Thread.detachNewThread { [self] in
            runLoop()
            ended()
        }
    }

    /// Says goodbye and ends the thread.
    func stop() {
        state.withLock { $0.isStopped = true }
        mosquitto_disconnect(client)
    }

    /// Sends, or begins to: a lost connection is told by an event.
    ///
    /// - Returns: false when it was not taken.
    func publish(_ publication: Publication) -> Bool {
        let payload = publication.payload
        let code = mosquitto_publish(
            client,
            nil,
            publication.topic,
            Int32(payload.count),
            payload,
            publication.quality,
            publication.isRetained
        )
        return code == Int32(MOSQ_ERR_SUCCESS.rawValue)
    }

    func subscribe(_ topic: String) {
        mosquitto_subscribe(client, nil, topic, 1)
    }

    // MARK: - Thread

    private var isStopped: Bool { state.withLock { $0.isStopped } }

    private func runLoop() {
        var wait = Self.shortestWait
        while !isStopped {
            var code = mosquitto_connect(client, settings.host, Int32(settings.port), Self.keepAliveSeconds)
            let hasConnected = code == Int32(MOSQ_ERR_SUCCESS.rawValue)
            while code == Int32(MOSQ_ERR_SUCCESS.rawValue) {
                code = mosquitto_loop(client, 1_000, 1)
            }
            guard !isStopped else { return }
            // A refusal was told by the callback, with the broker's reason.
            if !hasConnected || code != Int32(MOSQ_ERR_CONN_REFUSED.rawValue) {
                sink.receive(.lost(words(for: code)))
            }
            if takeAcceptance() { wait = Self.shortestWait }
            pause(wait)
            wait = min(Self.longestWait, wait * 2)
        }
    }

    private func takeAcceptance() -> Bool {
        state.withLock { state in
            defer { state.hasBeenAccepted = false }
            return state.hasBeenAccepted
        }
    }

    /// The broker took us: the next wait begins short again.
    func noteAccepted() {
        state.withLock { $0.hasBeenAccepted = true }
    }

    /// Waits three quarters to the whole of the time, in slices short enough to stop promptly.
    private func pause(_ seconds: Double) {
        let end = Date(timeIntervalSinceNow: Double.random(in: seconds * 0.75...seconds))
        while !isStopped, end.timeIntervalSinceNow > 0 {
            Thread.sleep(forTimeInterval: min(0.1, max(0.001, end.timeIntervalSinceNow)))
        }
    }

    private func words(for code: Int32) -> String {
        code == Int32(MOSQ_ERR_ERRNO.rawValue)
            ? String(cString: strerror(errno)) : String(cString: mosquitto_strerror(code))
    }

    // MARK: - Callbacks

    private func setCallbacks() {
        mosquitto_connect_callback_set(client) { _, context, code in
            guard let context else { return }
            let sink = Unmanaged<Sink>.fromOpaque(context).takeUnretainedValue()
            sink.receive(code == 0 ? .connected : .lost(String(cString: mosquitto_connack_string(code))))
        }
        mosquitto_publish_callback_set(client) { _, context, _ in
            guard let context else { return }
            Unmanaged<Sink>.fromOpaque(context).takeUnretainedValue().receive(.delivered)
        }
        mosquitto_message_callback_set(client) { _, context, message in
            guard let context, let message = message?.pointee, let topic = message.topic else { return }
            let payload = UnsafeRawBufferPointer(start: message.payload, count: Int(message.payloadlen))
            let event = Event.message(topic: String(cString: topic), payload: Array(payload))
            Unmanaged<Sink>.fromOpaque(context).takeUnretainedValue().receive(event)
        }
    }
}
