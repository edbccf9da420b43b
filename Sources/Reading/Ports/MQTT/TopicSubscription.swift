import CMosquitto
import Glibc

/// One connection to a broker that hears one topic: libmosquitto's handle, used by one thread only.
///
/// MQTT 3.1.1: every broker speaks it, and nothing here needs 5.
final class TopicSubscription {
    private static let libraryIsReady: Bool = mosquitto_lib_init() == MOSQ_ERR_SUCCESS.rawValue
    /// Seconds without a packet before the broker is asked whether it is still there; after as many more it is lost.
    private static let keepAlive: Int32 = 30

    private let handle: OpaquePointer
    private let address: BrokerAddress
    private let topic: String
    private let heard = Heard()
    private var hasAnswered = false
    /// What went wrong, in the library's words: of a handshake that fails, it tells a call before the connection ends.
    private var complaint: String?

    /// What a call of the library's told.
    enum Event {
        case answered(code: Int32)
        case granted(Bool)
        case message(Chunk)
        /// The library's words for what goes wrong.
        case complaint(String)

        var isAnswer: Bool { if case .answered = self { true } else { false } }
    }

    init(topic: String, of address: BrokerAddress, as login: BrokerLogin) throws(PortError) {
        let context = Unmanaged.passUnretained(heard).toOpaque()
        // A name of its own each time: two clients of one name throw each other out.
        guard Self.libraryIsReady, let handle = mosquitto_new(Self.randomName(), true, context) else {
            throw .broker(address: address.description, reason: "no memory for a client")
        }
        self.handle = handle
        self.address = address
        self.topic = topic
        registerCallbacks()
        try check(mosquitto_int_option(handle, MOSQ_OPT_PROTOCOL_VERSION, Int32(MQTT_PROTOCOL_V311)))
        if let user = login.user { try check(mosquitto_username_pw_set(handle, user, login.password)) }
        if address.usesTLS {
            let folder = login.authorityFile == nil ? "/etc/ssl/certs" : nil
            try check(
                mosquitto_tls_set(
                    handle,
                    login.authorityFile,
                    folder,
                    login.certificateFile,
                    login.keyFile,
                    nil
                )
            )
        }
    }

    deinit { mosquitto_destroy(handle) }

    /// Every broker takes names of 1 to 23 letters and digits (MQTT 3.1.1, 3.1.3.1).
    private static func randomName() -> String {
        let digits = String(UInt64.random(in: .min ... .max), radix: 16)
        return "kilovakt" + digits.prefix(15)
    }

    // MARK: - The socket

    /// Looks the host up, which may take as long as a name server likes, and begins to connect.
    func open() throws(PortError) {
        let code = mosquitto_connect_async(handle, address.host, Int32(address.port), Self.keepAlive)
        try check(code, errno)
    }

    /// What to `poll` for.
    ///
    /// - Throws: `closedByPeer` when the connection is over.
    func socket() throws(PortError) -> (number: Int32, events: Int32) {
        let number = mosquitto_socket(handle)
        guard number >= 0 else { throw .closedByPeer(address: address.description) }
        return (number, mosquitto_want_write(handle) ? POLLIN | POLLOUT : POLLIN)
    }

    /// Reads and writes what there is, without waiting.
    func step() throws(PortError) -> [Event] {
        if hasAnswered { complaint = nil }
        if let code = socketError() { try check(Int32(MOSQ_ERR_ERRNO.rawValue), code) }
        let code = mosquitto_loop(handle, 0, 1)
        let systemError = errno
        let events = heard.takeAll()
        note(events)
        // A refusal is an answer first, and an error after it: the answer says more.
        if events.contains(where: \.isAnswer) {
            hasAnswered = true
            complaint = nil
            return events
        }
        // A handshake that the other end breaks off, the library takes for one that goes on.
        let isOver = code != MOSQ_ERR_SUCCESS.rawValue || !hasAnswered && isHungUp
        try check(isOver && code == 0 ? Int32(MOSQ_ERR_CONN_LOST.rawValue) : code, systemError)
        return events
    }

    private var isHungUp: Bool {
        var socket = pollfd(fd: mosquitto_socket(handle), events: 0, revents: 0)
        return poll(&socket, 1, 0) > 0 && socket.revents & Int16(POLLHUP) != 0
    }

    /// What an attempt to connect came to, where the library would say "lost".
    private func socketError() -> Int32? {
        let number = mosquitto_socket(handle)
        guard number >= 0 else { return nil }
        var code: Int32 = 0
        var size = socklen_t(MemoryLayout<Int32>.size)
        guard getsockopt(number, SOL_SOCKET, SO_ERROR, &code, &size) == 0, code != 0 else { return nil }
        return code
    }

    /// Asks for the topic. QoS 0: a frame that comes late is worth less than none, because it counts when it comes.
    func follow() throws(PortError) {
        try check(mosquitto_subscribe(handle, nil, topic, 0), errno)
    }

    /// Says goodbye, as far as that goes without waiting.
    func leave() {
        mosquitto_disconnect(handle)
        _ = mosquitto_loop(handle, 0, 1)
    }

    // MARK: - Words

    private func note(_ events: [Event]) {
        for case .complaint(let text) in events { complaint = complaint ?? text }
    }

    private func check(_ code: Int32, _ systemError: Int32 = 0) throws(PortError) {
        if code == MOSQ_ERR_SUCCESS.rawValue { return }
        let place = address.description
        // A handshake may fail in any call.
        note(heard.takeAll())
        if let complaint { throw .broker(address: place, reason: complaint) }
        switch mosq_err_t(rawValue: code) {
        case MOSQ_ERR_ERRNO where systemError == ECONNREFUSED: throw .connectionRefused(address: place)
        case MOSQ_ERR_ERRNO: throw .broker(address: place, reason: systemMessage(systemError))
        case MOSQ_ERR_EAI: throw .hostNotFound(address: place, reason: "the name has no address")
        case MOSQ_ERR_CONN_LOST, MOSQ_ERR_NO_CONN: throw .closedByPeer(address: place)
        default:
            let text = mosquitto_strerror(code).map { String(cString: $0) } ?? "error \(code)"
            throw .broker(address: place, reason: text)
        }
    }

    /// Why a broker says no, by the code of its answer.
    static func refusal(_ code: Int32) -> String {
        mosquitto_connack_string(code).map { String(cString: $0) } ?? "code \(code)"
    }
}

// MARK: - Callbacks

/// What the callbacks tell, until `step` takes it.
private final class Heard {
    private var events: [TopicSubscription.Event] = []

    func append(_ event: TopicSubscription.Event) { events.append(event) }

    func takeAll() -> [TopicSubscription.Event] {
        defer { events.removeAll(keepingCapacity: true) }
        return events
    }

    static func from(_ context: UnsafeMutableRawPointer?) -> Heard? {
        context.map { Unmanaged<Heard>.fromOpaque($0).takeUnretainedValue() }
    }
}

extension TopicSubscription {
    fileprivate func registerCallbacks() {
        mosquitto_connect_callback_set(handle) { _, context, code in
            Heard.from(context)?.append(.answered(code: code))
        }
        mosquitto_subscribe_callback_set(handle) { _, context, _, count, codes in
            let isGranted = count > 0 && codes.map { $0[0] <= 2 } == true
            Heard.from(context)?.append(.granted(isGranted))
        }
        mosquitto_message_callback_set(handle) { _, context, message in
            // What the broker kept came at a time that nobody knows.
            guard let message = message?.pointee, !message.retain, message.payloadlen > 0 else { return }
            let payload = UnsafeRawBufferPointer(start: message.payload, count: Int(message.payloadlen))
            guard payload.count <= FramePayload.mostBytes else { return }
            let chunk = Chunk(bytes: Array(payload), arrivalUnixMilliseconds: unixMilliseconds())
            Heard.from(context)?.append(.message(chunk))
        }
        mosquitto_log_callback_set(handle) { _, context, level, text in
            guard level == MOSQ_LOG_ERR, let text else { return }
            Heard.from(context)?.append(.complaint(String(cString: text)))
        }
    }
}
