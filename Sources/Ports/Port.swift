import Foundation
import Synchronization

/// Reads a source for as long as it is asked to: opens it, tells what comes, and opens it again whenever it is gone.
///
///     let port = Port(try Source("serial:auto"))
///     for await event in port.events() { … }
public final class Port: Sendable {
    public let source: Source
    private let control: PortControl

    public init(_ source: Source) {
        self.source = source
        control = PortControl()
    }

    /// True for captures, which have an end and bring their own time.
    public var isFile: Bool {
        if case .file = source { return true }
        return false
    }

    /// What happens at the port, in order. To be called once; ending the loop, or its task, closes the port.
    ///
    /// Nothing is dropped: when the reader is behind, the bytes wait where they are.
    public func events() -> AsyncStream<PortEvent> {
        if case .file(let path) = source { return captureEvents(path) }
        let (stream, continuation) = AsyncStream.makeStream(
            of: PortEvent.self,
            bufferingPolicy: .bufferingOldest(256)
        )
        let reader = PortReader(source: source, control: control, continuation: continuation)
        continuation.onTermination = { [control] _ in control.stop() }
        Thread.detachNewThread { reader.run() }
        return stream
    }

    /// Tries the next parity, where the source leaves it open: bytes come, but no frame does.
    public func retune() {
        control.retune()
    }

    private func captureEvents(_ path: String) -> AsyncStream<PortEvent> {
        let capture = CaptureSource(path: path)
        return AsyncStream { capture.next() }
    }
}

/// What happens at a port.
public enum PortEvent: Sendable, Equatable {
    /// It is open. Comes again after each time it was lost.
    case opened(PortDescription)
    case chunk(Chunk)
    /// It is gone, or cannot be opened: said once, until it is open again.
    case lost(PortError)
    /// A capture has ended.
    case ended
}

/// What was opened.
public struct PortDescription: Sendable, Equatable {
    /// The device, `host:port`, or the file.
    public var source: String
    /// `2400 8E1`; `nil` where there is no such thing.
    public var speed: String?
}

/// What the thread that reads a port is told from outside.
final class PortControl: Sendable {
    private struct State {
        var isStopped = false
        var tunings = 0
    }

    private let state = Mutex(State())
    let wake = WakeUp()

    func stop() {
        state.withLock { $0.isStopped = true }
        wake.signal()
    }

    func retune() {
        state.withLock { $0.tunings += 1 }
        wake.signal()
    }

    var isStopped: Bool { state.withLock { $0.isStopped } }
    /// How often another parity was asked for.
    var tunings: Int { state.withLock { $0.tunings } }
}

/// A capture as a port: one event at a time, as fast as it is asked for.
private final class CaptureSource: Sendable {
    private let state: Mutex<State>

    private enum State: ~Copyable {
        case closed(path: String)
        case open(CaptureReader)
        case ended
        case done
    }

    init(path: String) {
        state = Mutex(.closed(path: path))
    }

    func next() -> PortEvent? {
        state.withLock { state in
            var event: PortEvent?
            state = Self.step(state, &event)
            return event
        }
    }

    private static func step(_ state: consuming State, _ event: inout PortEvent?) -> State {
        switch consume state {
        case .closed(let path):
            do throws(CaptureError) {
                let reader = try CaptureReader(path: path)
                event = .opened(PortDescription(source: path))
                return .open(reader)
            } catch {
                event = .lost(PortError(path, .capture(error)))
                return .ended
            }
        case .open(var reader):
            do throws(CaptureError) {
                guard let chunk = try reader.next() else {
                    event = .ended
                    return .done
                }
                event = .chunk(chunk)
            } catch {
                event = .lost(PortError(reader.path, .capture(error)))
            }
            return .open(reader)
        case .ended:
            event = .ended
            return .done
        case .done:
            return .done
        }
    }
}
