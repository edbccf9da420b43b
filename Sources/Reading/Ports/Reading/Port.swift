public import Broker
import Foundation
import Synchronization

/// One source of a meter's bytes, read on a thread of its own.
///
///     let port = Port(try Source("serial:auto"))
///     for await event in port.events() { … }
///
/// A port that goes away is opened again by itself: at once when a serial adapter appears (where udevd runs), else
/// after 0.5 s, doubling to 10 s.
public final class Port: Sendable {
    public let source: Source
    private let login: BrokerLogin
    private let bufferBytes: Int
    private let control = Mutex<PortControl?>(nil)

    /// - Parameters:
    ///   - source: what to read.
    ///   - login: as whom, where that is asked for: of a broker.
    ///   - bufferBytes: how much may wait to be handled; each chunk counts as its bytes and 64 more. A live port drops
    ///     and counts what comes beyond it; a capture is read no further meanwhile.
    public init(_ source: Source, login: BrokerLogin = BrokerLogin(), bufferBytes: Int = 256 * 1_024) {
        self.source = source
        self.login = login
        self.bufferBytes = bufferBytes
    }

    /// Opens the port and hands out what happens there.
    ///
    /// Cancelling the task that iterates, or letting go of the stream, stops the thread and closes the port at once.
    /// A port is read once: a second call gives a stream that has ended.
    public func events() -> AsyncStream<PortEvent> {
        let control = PortControl(bufferBytes: bufferBytes)
        let isFirst = self.control.withLock { current in
            if current != nil { return false }
            current = control
            return true
        }
        guard isFirst else { return AsyncStream { $0.finish() } }
        // A thread of its own: what blocks must stay off the tasks' threads, of which there are only as many as cores.
        Thread.detachNewThread { [source, login] in
            var reading = PortReading(source: source, login: login, control: control)
            reading.run()
        }
        let lease = Lease(control)
        return AsyncStream(
            unfolding: { await lease.control.queue.next() },
            onCancel: { lease.control.stop() }
        )
    }

    /// Sets a serial port whose parity is `auto` to the next format, 8E1 → 8N1 → 8E1 …: for when bytes come but no
    /// message does. The next event is `opened`, with the new speed. Does nothing for other ports, or during an outage.
    public func retune() { control.withLock { $0 }?.retune() }

    /// How many bytes came while the buffer was full and were dropped.
    public var droppedByteCount: Int { control.withLock { $0 }?.queue.droppedByteCount ?? 0 }
}

/// Stops the reading when the stream that holds it is let go.
private final class Lease: Sendable {
    let control: PortControl

    init(_ control: PortControl) { self.control = control }

    deinit { control.stop() }
}
