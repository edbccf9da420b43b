import Foundation
import Synchronization

/// Stands between a client and a broker: cuts their connections and lets them through again, while the broker and its other
/// clients go on.
public final class MosquittoGate: Sendable {
    public enum Mode: Sendable {
        /// Lets everything through.
        case open
        /// Takes a connection and ends it.
        case shut
        /// Takes a connection, and never says a word.
        case silent
    }

    public let port: Int
    /// One element for each connection that came, whatever became of it.
    public let arrivals: AsyncStream<Void>
    private let listener: Int32
    private let state: Mutex<State>

    private struct State {
        var mode: Mode
        var sockets: Set<Int32> = []
    }

    /// - Parameter broker: its port; `nil` where none is ever reached.
    public init(to broker: Int?, mode: Mode = .open) throws {
        (listener, port) = try Loopback.listener()
        state = Mutex(State(mode: mode))
        let (arrivals, arrival) = AsyncStream.makeStream(of: Void.self)
        self.arrivals = arrivals
        Thread.detachNewThread { [weak self, listener] in
            while true {
                guard let client = Loopback.accept(listener), let self else { break }
                self.serve(client, to: broker)
                arrival.yield()
            }
            close(listener)
        }
    }

    deinit {
        // Ends `accept`.
        shutdown(listener, Int32(SHUT_RDWR))
        cut()
    }

    /// From now on; connections that there are stay.
    public func set(_ mode: Mode) { state.withLock { $0.mode = mode } }

    /// Ends all connections, as a pulled cable would: nobody says goodbye.
    public func cut() {
        state.withLock { state in
            for socket in state.sockets { shutdown(socket, Int32(SHUT_RDWR)) }
        }
    }

    private func serve(_ client: Int32, to broker: Int?) {
        let mode = state.withLock { state in
            if state.mode == .silent { state.sockets.insert(client) }
            return state.mode
        }
        if mode == .silent { return }
        guard mode == .open, let broker, let server = try? Loopback.connection(to: broker) else {
            close(client)
            return
        }
        state.withLock { $0.sockets.formUnion([client, server]) }
        Thread.detachNewThread { [weak self] in
            Self.forward(client, server)
            self?.forget([client, server])
            close(client)
            close(server)
        }
    }

    private func forget(_ sockets: Set<Int32>) {
        state.withLock { $0.sockets.subtract(sockets) }
    }

    private static func forward(_ a: Int32, _ b: Int32) {
        var sources = [
            pollfd(fd: a, events: Int16(POLLIN), revents: 0),
            pollfd(fd: b, events: Int16(POLLIN), revents: 0),
        ]
        var bytes = [UInt8](repeating: 0, count: 65_536)
        while poll(&sources, 2, -1) > 0 {
            for (from, to) in [(0, b), (1, a)] where sources[from].revents != 0 {
                let count = read(sources[from].fd, &bytes, bytes.count)
                guard count > 0, Loopback.send(to, Array(bytes.prefix(count))) else { return }
            }
        }
    }
}
