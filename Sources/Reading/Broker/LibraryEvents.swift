import CMosquitto

/// Calls of libmosquitto's, before anybody judges them.
enum LibraryEvent {
    /// The answer to the greeting (MQTT 3.1.1, 3.2.2.3): 0 is welcome.
    case answered(code: Int32)
    case other(BrokerEvent)
    /// The reason for the connection's coming end, from the library's log.
    case complaint(String)
}

/// Collects the events of one connection. libmosquitto calls back from inside the calls made to it, on the same thread.
final class LibraryEvents {
    private var events: [LibraryEvent] = []
    private let payloadLimit: Int

    /// - Parameter payloadLimit: the bytes that are taken of a message, at most.
    init(payloadLimit: Int) {
        self.payloadLimit = payloadLimit
    }

    func drain() -> [LibraryEvent] {
        defer { events.removeAll(keepingCapacity: true) }
        return events
    }

    private static func append(_ event: LibraryEvent, _ context: UnsafeMutableRawPointer?) {
        collector(context)?.events.append(event)
    }

    private static func collector(_ context: UnsafeMutableRawPointer?) -> LibraryEvents? {
        context.map { Unmanaged<LibraryEvents>.fromOpaque($0).takeUnretainedValue() }
    }

    /// - Parameter client: made with this collector as its context.
    static func register(on client: OpaquePointer) {
        mosquitto_connect_callback_set(client) { _, context, code in
            LibraryEvents.append(.answered(code: code), context)
        }
        mosquitto_publish_callback_set(client) { _, context, number in
            LibraryEvents.append(.other(.published(number)), context)
        }
        mosquitto_subscribe_callback_set(client) { _, context, _, count, codes in
            LibraryEvents.append(.other(.granted(count > 0 && codes.map { $0[0] <= 2 } == true)), context)
        }
        mosquitto_message_callback_set(client) { _, context, message in
            guard let message = message?.pointee, let topic = message.topic else { return }
            let payload = UnsafeRawBufferPointer(start: message.payload, count: Int(message.payloadlen))
            let received = ReceivedMessage(
                topic: String(cString: topic),
                payload: Array(payload.prefix(LibraryEvents.collector(context)?.payloadLimit ?? 0)),
                isRetained: message.retain
            )
            LibraryEvents.append(.other(.received(received)), context)
        }
        mosquitto_log_callback_set(client) { _, context, level, text in
            guard level == MOSQ_LOG_ERR, let text else { return }
            LibraryEvents.append(.complaint(String(cString: text)), context)
        }
    }
}
