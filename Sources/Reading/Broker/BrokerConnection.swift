import CMosquitto
import CSSL
import Foundation

/// One connection to a broker, from its first packet to its last: libmosquitto's handle, used by one thread only.
///
/// A handle is not used for a second connection. What the library still held for the first, it would send on the second
/// by its own rules; so its queues die with it.
///
/// libmosquitto has a thread of its own (`mosquitto_loop_start`) that connects again by itself, and it is not used: it
/// gives up for ever on a failed TLS handshake or look-up, it waits without jitter, and it would use the handle at the
/// same time as we do.
///
/// MQTT 3.1.1: every broker speaks it, and nothing here needs 5.
package final class BrokerConnection {
    private static let libraryIsReady: Bool = mosquitto_lib_init() == MOSQ_ERR_SUCCESS.rawValue
    /// Seconds without a packet before the broker is asked whether it is still there; after as many more it is lost.
    private static let keepAlive: Int32 = 15
    /// The longest time that a broker may think about the greeting.
    package static let patience: Duration = .seconds(10)

    private let client: OpaquePointer
    private let events: LibraryEvents
    private let certificates: CertificateCheck
    private let address: BrokerAddress
    private let login: BrokerLogin
    /// The broker has said something by MQTT.
    private var hasAnswered = false
    private var giveUp: ContinuousClock.Instant?
    /// The library's words for what goes wrong. Of a handshake that fails it tells a call before the connection ends.
    private var complaint: String?

    /// - Parameters:
    ///   - will: said by the broker when this connection ends without a goodbye.
    ///   - payloadLimit: the bytes that are taken of a received message, at most.
    package init(
        to address: BrokerAddress,
        as login: BrokerLogin,
        clientID: String,
        will: BrokerMessage? = nil,
        payloadLimit: Int
    ) throws(BrokerError) {
        events = LibraryEvents(payloadLimit: payloadLimit)
        let context = Unmanaged.passUnretained(events).toOpaque()
        guard Self.libraryIsReady, let client = mosquitto_new(clientID, true, context) else {
            throw .settings("a client of the name \"\(clientID)\" cannot be made")
        }
        self.client = client
        certificates = CertificateCheck(host: address.host)
        self.address = address
        self.login = login
        LibraryEvents.register(on: client)
        try setUp(will)
        if address.usesTLS { try setUpTLS() }
    }

    deinit { mosquitto_destroy(client) }

    private func setUp(_ will: BrokerMessage?) throws(BrokerError) {
        try check(
            mosquitto_int_option(client, MOSQ_OPT_PROTOCOL_VERSION, Int32(MQTT_PROTOCOL_V311)),
            "version"
        )
        // Without it, a message of a few hundred bytes waits 40 ms for the confirmation of the one before.
        try check(mosquitto_int_option(client, MOSQ_OPT_TCP_NODELAY, 1), "TCP_NODELAY")
        if let will {
            let code = mosquitto_will_set(
                client,
                will.topic,
                Int32(will.payload.count),
                will.payload,
                will.isConfirmed ? 1 : 0,
                will.isRetained
            )
            try check(code, "topic of the will")
        }
        if let user = login.user {
            try check(mosquitto_username_pw_set(client, user, login.password), "user and password")
        }
    }

    private func setUpTLS() throws(BrokerError) {
        guard let context = certificates.makeContext() else { throw .settings("no memory for TLS") }
        // libmosquitto holds it from here on.
        defer { SSL_CTX_free(context) }
        try check(
            mosquitto_void_option(client, MOSQ_OPT_SSL_CTX, UnsafeMutableRawPointer(context)),
            "TLS"
        )
        try check(mosquitto_int_option(client, MOSQ_OPT_SSL_CTX_WITH_DEFAULTS, 1), "TLS")
        try check(
            mosquitto_tls_set(
                client,
                login.authorityFile,
                login.authorityFile == nil ? "/etc/ssl/certs" : nil,
                login.certificateFile,
                login.keyFile,
                nil
            ),
            "certificate files"
        )
    }

    private func check(_ code: Int32, _ what: String) throws(BrokerError) {
        guard code == MOSQ_ERR_SUCCESS.rawValue else { throw .settings("\(what): \(words(for: code))") }
    }

    // MARK: - The socket

    /// Looks the host up and begins to connect. The look-up may take as long as a name server likes; all else returns
    /// at once.
    package func open() throws(BrokerError) {
        let code = mosquitto_connect_async(client, address.host, Int32(address.port), Self.keepAlive)
        let systemError = errno
        giveUp = .now + Self.patience
        guard code == MOSQ_ERR_SUCCESS.rawValue else { throw failure(code, systemError) }
    }

    /// False when the connection is over.
    package var isOpen: Bool { mosquitto_socket(client) >= 0 }

    /// Sleeps until the socket has something or somebody wakes the pipe, at most for the time given.
    package func wait(wokenBy pipe: WakePipe, atMost: Duration) {
        let socket = mosquitto_socket(client)
        let events = mosquitto_want_write(client) ? POLLIN | POLLOUT : POLLIN
        _ = pipe.wait(for: socket, events: events, atMost: atMost)
    }

    /// Reads and writes what there is, without waiting.
    ///
    /// - Throws: the reason for the connection's end, or for the broker's refusal.
    package func step() throws(BrokerError) -> [BrokerEvent] {
        // An attempt that failed: the library would say "lost", and the socket knows why.
        if !hasAnswered, let code = pendingSocketError {
            throw failure(Int32(MOSQ_ERR_ERRNO.rawValue), code)
        }
        let code = mosquitto_loop(client, 0, 1)
        let systemError = errno
        let happened = try judge(events.drain())
        // A refusal is an answer first, and an error after it: the answer says more.
        guard code == MOSQ_ERR_SUCCESS.rawValue || happened.contains(.welcomed) else {
            throw failure(code, systemError)
        }
        // A TLS handshake that the system ends, the library takes for one that goes on.
        if !hasAnswered, isHungUp { throw failure("the connection ended in the greeting") }
        if !hasAnswered, let giveUp, .now >= giveUp { throw .silent }
        return happened
    }

    private func judge(_ calls: [LibraryEvent]) throws(BrokerError) -> [BrokerEvent] {
        if hasAnswered { complaint = nil }
        var happened: [BrokerEvent] = []
        for call in calls {
            switch call {
            case .answered(code: 0):
                hasAnswered = true
                happened.append(.welcomed)
            case .answered(let code): throw BrokerError(connectCode: code, hasUser: login.user != nil)
            case .other(let event): happened.append(event)
            case .complaint(let text): complaint = complaint ?? text
            }
        }
        return happened
    }

    private var isHungUp: Bool {
        var socket = pollfd(fd: mosquitto_socket(client), events: 0, revents: 0)
        return poll(&socket, 1, 0) > 0 && socket.revents & Int16(POLLHUP) != 0
    }

    private var pendingSocketError: Int32? {
        let socket = mosquitto_socket(client)
        guard socket >= 0 else { return nil }
        var code: Int32 = 0
        var size = socklen_t(MemoryLayout<Int32>.size)
        guard getsockopt(socket, SOL_SOCKET, SO_ERROR, &code, &size) == 0, code != 0 else { return nil }
        return code
    }

    // MARK: - Requests

    /// - Returns: the number that `BrokerEvent.published` will name.
    package func publish(_ message: BrokerMessage) throws(BrokerError) -> Int32 {
        var number: Int32 = 0
        let code = mosquitto_publish(
            client,
            &number,
            message.topic,
            Int32(message.payload.count),
            message.payload,
            message.isConfirmed ? 1 : 0,
            message.isRetained
        )
        let systemError = errno
        guard code == MOSQ_ERR_SUCCESS.rawValue else { throw failure(code, systemError) }
        return number
    }

    /// Asks for a topic. QoS 0: what comes late is worth less than nothing, because it counts when it comes.
    package func follow(_ topic: String) throws(BrokerError) {
        let code = mosquitto_subscribe(client, nil, topic, 0)
        let systemError = errno
        guard code == MOSQ_ERR_SUCCESS.rawValue else { throw failure(code, systemError) }
    }

    /// Says goodbye: the broker drops the will. The socket is closed in a later `step`.
    package func disconnect() { mosquitto_disconnect(client) }

    // MARK: - Failures

    private func failure(_ code: Int32, _ systemError: Int32) -> BrokerError {
        // A handshake may fail in any call, and tells why.
        for case .complaint(let text) in events.drain() { complaint = complaint ?? text }
        if let complaint { return failure(complaint) }
        return failure(
            code == MOSQ_ERR_ERRNO.rawValue ? String(cString: strerror(systemError)) : words(for: code)
        )
    }

    private func failure(_ reason: String) -> BrokerError {
        if let problem = CertificateProblem(certificates, hasAnswered: hasAnswered) {
            return .certificate(problem)
        }
        return hasAnswered ? .lost(reason) : .unreachable(reason)
    }

    private func words(for code: Int32) -> String {
        mosquitto_strerror(code).map { String(cString: $0) } ?? "error \(code)"
    }
}
