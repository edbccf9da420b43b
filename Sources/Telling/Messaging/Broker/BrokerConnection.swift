import CMosquitto
import CSSL
import Foundation

/// One connection to the broker, from its first packet to its last: libmosquitto's handle, used by one thread only.
///
/// A handle is not used for a second connection. What the library still held for the first, it would send on the second by its
/// own rules; so its queues die with it, and what waits, waits in the `Outbox`.
///
/// MQTT 3.1.1: every broker speaks it, and nothing here needs 5.
final class BrokerConnection {
    private static let libraryIsReady: Bool = mosquitto_lib_init() == MOSQ_ERR_SUCCESS.rawValue
    /// Seconds without a packet before the broker is asked whether it is still there; after as many more it is lost.
    private static let keepAlive: Int32 = 15

    private let handle: OpaquePointer
    private let events = BrokerEvents()
    private let certificates: CertificateCheck
    private let settings: MQTTSettings
    private var hasAnswered = false

    /// - Parameter will: what the broker says when this connection ends without a goodbye.
    init(_ settings: MQTTSettings, will: Message) throws(BrokerError) {
        let context = Unmanaged.passUnretained(events).toOpaque()
        guard Self.libraryIsReady, let handle = mosquitto_new(settings.clientID, true, context) else {
            throw .settings("no client of the name \"\(settings.clientID)\"")
        }
        self.handle = handle
        certificates = CertificateCheck(host: settings.host)
        self.settings = settings
        registerCallbacks()
        try check(
            mosquitto_int_option(handle, MOSQ_OPT_PROTOCOL_VERSION, Int32(MQTT_PROTOCOL_V311)),
            "version"
        )
        // Without it, a message of a few hundred bytes waits 40 ms for the confirmation of the one before.
        try check(mosquitto_int_option(handle, MOSQ_OPT_TCP_NODELAY, 1), "TCP_NODELAY")
        try check(
            mosquitto_will_set(
                handle,
                will.topic,
                Int32(will.payload.count),
                will.payload,
                1,
                will.delivery == .retained
            ),
            "topic of the will"
        )
        if let user = settings.user {
            try check(mosquitto_username_pw_set(handle, user, settings.password), "user and password")
        }
        if settings.usesTLS { try setUpTLS() }
    }

    deinit { mosquitto_destroy(handle) }

    private func setUpTLS() throws(BrokerError) {
        guard let context = certificates.makeContext() else { throw .settings("no memory for TLS") }
        // libmosquitto holds it from here on.
        defer { SSL_CTX_free(context) }
        try check(
            mosquitto_void_option(handle, MOSQ_OPT_SSL_CTX, UnsafeMutableRawPointer(context)),
            "TLS"
        )
        try check(mosquitto_int_option(handle, MOSQ_OPT_SSL_CTX_WITH_DEFAULTS, 1), "TLS")
        try check(
            mosquitto_tls_set(
                handle,
                settings.authorityFile,
                settings.authorityFile == nil ? "/etc/ssl/certs" : nil,
                settings.certificateFile,
                settings.keyFile,
                nil
            ),
            "certificate files"
        )
    }

    private func check(_ code: Int32, _ what: String) throws(BrokerError) {
        guard code == MOSQ_ERR_SUCCESS.rawValue else { throw .settings("\(what): \(Self.text(code))") }
    }

    // MARK: - The socket

    /// Looks the host up and begins to connect. The look-up may take as long as a name server likes; all else returns at once.
    func open() throws(BrokerError) {
        let code = mosquitto_connect_async(handle, settings.host, Int32(settings.port), Self.keepAlive)
        let systemError = errno
        guard code == MOSQ_ERR_SUCCESS.rawValue else {
            throw failure(reason(code, systemError))
        }
    }

    /// What to `poll` for; `nil` when the connection is over.
    var poll: pollfd? {
        let socket = mosquitto_socket(handle)
        guard socket >= 0 else { return nil }
        let wanted = mosquitto_want_write(handle) ? POLLIN | POLLOUT : POLLIN
        return pollfd(fd: socket, events: Int16(wanted), revents: 0)
    }

    /// Reads and writes what there is, without waiting.
    ///
    /// - Throws: the reason for the connection's end.
    func step() throws(BrokerError) -> [BrokerEvent] {
        // An attempt that failed: the library would say "lost", and the socket knows why.
        if !hasAnswered, let refusal = pendingSocketError() { throw failure(refusal) }
        let code = mosquitto_loop(handle, 0, 1)
        let systemError = errno
        let happened = events.takeAll()
        // A refusal is an answer first, and an error after it: the answer says more.
        let isAnswer = happened.contains(where: \.isAnswer)
        hasAnswered = hasAnswered || isAnswer
        guard code == MOSQ_ERR_SUCCESS.rawValue || isAnswer else {
            throw failure(happened.complaint ?? reason(code, systemError))
        }
        // A TLS handshake that the system ends, the library takes for one that goes on.
        if !hasAnswered, isHungUp { throw failure("the connection ended in the greeting") }
        return happened
    }

    private func failure(_ reason: String) -> BrokerError {
        if let problem = CertificateProblem(certificates, hasAnswered: hasAnswered) {
            return .certificate(problem)
        }
        return hasAnswered ? .lost(reason) : .unreachable(reason)
    }

    private var isHungUp: Bool {
        var socket = pollfd(fd: mosquitto_socket(handle), events: 0, revents: 0)
        return Foundation.poll(&socket, 1, 0) > 0 && socket.revents & Int16(POLLHUP) != 0
    }

    private func pendingSocketError() -> String? {
        let socket = mosquitto_socket(handle)
        guard socket >= 0 else { return nil }
        var code: Int32 = 0
        var size = socklen_t(MemoryLayout<Int32>.size)
        guard getsockopt(socket, SOL_SOCKET, SO_ERROR, &code, &size) == 0, code != 0 else { return nil }
        return String(cString: strerror(code))
    }

    // MARK: - What is said

    /// - Returns: the number that `BrokerEvent.published` will name.
    func publish(_ message: Message) throws(BrokerError) -> Int32 {
        var number: Int32 = 0
        let code = mosquitto_publish(
            handle,
            &number,
            message.topic,
            Int32(message.payload.count),
            message.payload,
            message.delivery == .queued ? 1 : 0,
            message.delivery == .retained
        )
        let systemError = errno
        guard code == MOSQ_ERR_SUCCESS.rawValue else { throw .lost(reason(code, systemError)) }
        return number
    }

    func follow(_ topic: String) throws(BrokerError) {
        let code = mosquitto_subscribe(handle, nil, topic, 0)
        let systemError = errno
        guard code == MOSQ_ERR_SUCCESS.rawValue else { throw .lost(reason(code, systemError)) }
    }

    /// Says goodbye: the broker drops the will.
    func disconnect() { mosquitto_disconnect(handle) }

    // MARK: - Callbacks

    private func registerCallbacks() {
        mosquitto_connect_callback_set(handle) { _, context, code in
            BrokerEvents.from(context)?.append(.answered(code: code))
        }
        mosquitto_publish_callback_set(handle) { _, context, number in
            BrokerEvents.from(context)?.append(.published(number))
        }
        mosquitto_message_callback_set(handle) { _, context, message in
            guard let message = message?.pointee, let topic = message.topic else { return }
            let payload = UnsafeRawBufferPointer(start: message.payload, count: Int(message.payloadlen))
            BrokerEvents.from(context)?.append(
                .received(
                    topic: String(cString: topic),
                    payload: Array(payload.prefix(BrokerEvent.longestPayload)),
                    isRetained: message.retain
                )
            )
        }
        mosquitto_log_callback_set(handle) { _, context, level, text in
            guard level == MOSQ_LOG_ERR, let text else { return }
            BrokerEvents.from(context)?.append(.complaint(String(cString: text)))
        }
    }

    private func reason(_ code: Int32, _ systemError: Int32) -> String {
        if let complaint = events.takeAll().complaint { return complaint }
        return code == MOSQ_ERR_ERRNO.rawValue ? String(cString: strerror(systemError)) : Self.text(code)
    }

    private static func text(_ code: Int32) -> String {
        mosquitto_strerror(code).map { String(cString: $0) } ?? "error \(code)"
    }

    /// Why a broker says no, by the code of its answer (MQTT 3.1.1, 3.2.2.3).
    func refusal(_ code: Int32) -> BrokerError {
        switch code {
        case 4, 5: .login(hasUser: settings.user != nil)
        default: .refused(mosquitto_connack_string(code).map { String(cString: $0) } ?? "code \(code)")
        }
    }
}

extension BrokerEvent {
    fileprivate var isAnswer: Bool { if case .answered = self { true } else { false } }
}

extension [BrokerEvent] {
    fileprivate var complaint: String? {
        for case .complaint(let text) in self { return text }
        return nil
    }
}
