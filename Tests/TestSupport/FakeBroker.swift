import Foundation
import Synchronization

/// A server that takes connections and is no good broker.
public final class FakeBroker: Sendable {
    public enum Manner: String, Sendable, CaseIterable {
        /// Ends each connection at once.
        case refuses
        /// Takes connections, and never says a word nor reads one.
        case hangs
        /// Welcomes a client, and then reads nothing any more: what is sent to it stays in the sockets.
        case welcomesAndHangs
        /// Welcomes a client, reads all and confirms nothing; ends every second connection in the middle.
        case dropsEverySecond
        /// Welcomes a client, and refuses the topic that it asks for.
        case refusesTopics
        /// Answers with what is no MQTT at all.
        case babbles
    }

    public let port: Int
    /// One element for each connection that came.
    public let arrivals: AsyncStream<Int>
    /// One element for each client that closed its connection, of those that are read.
    public let departures: AsyncStream<Void>
    private let listener: Int32
    private let sockets = Mutex<[Int32]>([])

    public init(_ manner: Manner) throws {
        (listener, port) = try Loopback.listener()
        let (arrivals, arrival) = AsyncStream.makeStream(of: Int.self)
        self.arrivals = arrivals
        let (departures, departure) = AsyncStream.makeStream(of: Void.self)
        self.departures = departures
        Thread.detachNewThread { [weak self, listener] in
            var count = 0
            while true {
                guard let client = Loopback.accept(listener), let self else { break }
                count += 1
                self.sockets.withLock { $0.append(client) }
                arrival.yield(count)
                let number = count
                Thread.detachNewThread {
                    Self.serve(client, manner, number)
                    departure.yield()
                }
            }
            close(listener)
        }
    }

    deinit {
        // Ends `accept`, and each `read`.
        shutdown(listener, Int32(SHUT_RDWR))
        for socket in sockets.withLock({ $0 }) {
            shutdown(socket, Int32(SHUT_RDWR))
            close(socket)
        }
    }

    /// CONNACK: welcome (MQTT 3.1.1, 3.2).
    private static let welcome: [UInt8] = [0x20, 0x02, 0x00, 0x00]

    /// Sockets are closed at the end only: a number that is used again would be somebody else's.
    private static func serve(_ client: Int32, _ manner: Manner, _ number: Int) {
        switch manner {
        case .refuses: shutdown(client, Int32(SHUT_RDWR))
        case .hangs: break
        case .welcomesAndHangs: greet(client, welcome)
        case .dropsEverySecond:
            greet(client, welcome)
            if number.isMultiple(of: 2) { shutdown(client, Int32(SHUT_RDWR)) }
            while receive(client) != nil {}
        case .refusesTopics:
            greet(client, welcome)
            // SUBSCRIBE has its number in the third and fourth byte, and SUBACK refuses it (MQTT 3.1.1, 3.8 and 3.9.3).
            if let packet = receive(client), packet.count >= 4, packet[0] == 0x82 {
                Loopback.send(client, [0x90, 0x03, packet[2], packet[3], 0x80])
            }
            while receive(client) != nil {}
        case .babbles: greet(client, Array("HTTP/1.1 400 Bad Request\r\n\r\n".utf8))
        }
    }

    private static func greet(_ client: Int32, _ bytes: [UInt8]) {
        if receive(client) != nil { Loopback.send(client, bytes) }
    }

    /// - Returns: `nil` when the client has gone.
    private static func receive(_ client: Int32) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: 4_096)
        let count = read(client, &bytes, bytes.count)
        return count > 0 ? Array(bytes.prefix(count)) : nil
    }
}
