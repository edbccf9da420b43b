import Foundation
import Glibc
import Synchronization

/// A web server on 127.0.0.1 that answers as scripted and keeps what it was asked: a real one, on sockets, so that tests
/// meet what a receiver of webhooks can do to us.
///
/// One request to a connection; connections are served side by side, so one that hangs holds up no other.
public final class WebhookServer: Sendable {
    private struct State {
        var answers: [WebhookAnswer]
        var connections: Set<Int32> = []
        var isStopped = false
    }

    public let port: UInt16
    /// Each request when it is whole, before it is answered. For one reader.
    public let requests: AsyncStream<WebhookRequest>
    /// Clients that went away from an answer without an end. For one reader.
    public let hangUps: AsyncStream<Void>

    private let listener: Int32
    private let state: Mutex<State>
    private let otherwise: WebhookAnswer
    private let received: AsyncStream<WebhookRequest>.Continuation
    private let hungUp: AsyncStream<Void>.Continuation

    /// Listens and serves until `stop`, or until nobody holds it any more.
    ///
    /// - Parameters:
    ///   - answers: for the first requests, in order of their arrival.
    ///   - otherwise: for all requests after those.
    ///   - port: 0 for any that is free.
    public convenience init(
        _ answers: WebhookAnswer...,
        otherwise: WebhookAnswer = .status(200),
        port: UInt16 = 0
    ) throws {
        try self.init(answers: answers, otherwise: otherwise, port: port)
    }

    public init(answers: [WebhookAnswer], otherwise: WebhookAnswer = .status(200), port: UInt16 = 0) throws {
        let (socket, port) = try Loopback.listener(port: Int(port))
        (listener, self.port) = (socket, UInt16(port))
        self.state = Mutex(State(answers: answers))
        self.otherwise = otherwise
        (requests, received) = AsyncStream.makeStream()
        (hangUps, hungUp) = AsyncStream.makeStream()
        let listener = listener
        Thread.detachNewThread { [weak self] in
            // `stop` shuts the listener down, which ends `accept`; it is closed here, so that its number cannot become
            // another file's while it is waited on.
            defer { close(listener) }
            while let connection = Loopback.accept(listener) {
                guard let self, self.admit(connection) else { return _ = close(connection) }
                Thread.detachNewThread { self.serve(connection) }
            }
        }
    }

    deinit { stop() }

    public func url(_ path: String = "/hook") -> String { "http://127.0.0.1:\(port)\(path)" }

    /// The next request, waiting for it; `nil` when the server has stopped.
    public func nextRequest() async -> WebhookRequest? {
        var iterator = requests.makeAsyncIterator()
        return await iterator.next()
    }

    /// Waits until a client goes away from an answer without an end.
    public func nextHangUp() async {
        var iterator = hangUps.makeAsyncIterator()
        await iterator.next()
    }

    /// Drops all connections and refuses new ones.
    public func stop() {
        state.withLock { state in
            guard !state.isStopped else { return }
            state.isStopped = true
            shutdown(listener, Int32(SHUT_RDWR))
            for connection in state.connections { shutdown(connection, Int32(SHUT_RDWR)) }
        }
        received.finish()
        hungUp.finish()
    }

    // MARK: - A connection, on its own thread

    private func admit(_ connection: Int32) -> Bool {
        state.withLock { state in
            if !state.isStopped { state.connections.insert(connection) }
            return !state.isStopped
        }
    }

    private func serve(_ connection: Int32) {
        defer {
            state.withLock { state in
                state.connections.remove(connection)
                _ = close(connection)
            }
        }
        guard let request = Self.readRequest(connection) else { return }
        let answer = state.withLock { $0.answers.isEmpty ? otherwise : $0.answers.removeFirst() }
        received.yield(request)
        if let bytes = answer.bytes {
            Loopback.send(connection, bytes)
            shutdown(connection, Int32(SHUT_WR))
            return
        }
        answerWithoutEnd(answer, connection)
        hungUp.yield()
    }

    /// - Returns: `nil` when the client went before it was whole, or asked for more than a mebibyte.
    private static func readRequest(_ connection: Int32) -> WebhookRequest? {
        var bytes: [UInt8] = []
        var block = [UInt8](repeating: 0, count: 1 << 14)
        while bytes.count < 1 << 20 {
            let count = recv(connection, &block, block.count, 0)
            guard count > 0 else { return nil }
            bytes += block.prefix(count)
            if let request = WebhookRequest(bytes) { return request }
        }
        return nil
    }

    private func answerWithoutEnd(_ answer: WebhookAnswer, _ connection: Int32) {
        switch answer {
        case .endlessBody:
            let block = [UInt8](repeating: UInt8(ascii: "x"), count: 1 << 16)
            var left = (1 << 30) / block.count
            var open = Loopback.send(
                connection,
                Array("HTTP/1.1 200 OK\r\nContent-Length: \(1 << 30)\r\n\r\n".utf8)
            )
            while open, left > 0 {
                open = Loopback.send(connection, block)
                left -= 1
            }
        case .slowHeaders:
            var open = Loopback.send(connection, Array("HTTP/1.1 200 OK\r\nX-Slow: ".utf8))
            while open, !Loopback.isClosed(connection, within: 20) {
                open = Loopback.send(connection, [UInt8(ascii: "x")])
            }
        default:
            while !Loopback.isClosed(connection, within: -1) {}
        }
    }
}
